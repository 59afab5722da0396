import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { keepPassword, useOncePassword } from './once-password';

function Shown(): string {
  return useOncePassword('pbx') ?? 'nothing';
}

test('a password never gets into what the server renders', () => {
  keepPassword('pbx', 'secret');
  expect(renderToString(createElement(Shown))).toBe('nothing');
  keepPassword('pbx', undefined);
});

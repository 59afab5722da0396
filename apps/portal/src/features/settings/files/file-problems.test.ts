import { expect, test } from 'vitest';
import { fileProblems, offsetOf } from './file-problems';

test('problems of the file come with their place, top first', () => {
  const found = fileProblems({
    code: 'invalid-input',
    retryable: false,
    fields: [
      { path: 'file', rule: 'settings-file-key', params: { line: 12, column: 3, key: 'a.b' } },
      { path: 'reason', rule: 'too-long' },
      { path: 'file', rule: 'settings-file-tab', params: { line: 4, column: 1 } },
    ],
  });
  expect(found?.map(({ rule, line, column }) => [rule, line, column])).toEqual([
    ['settings-file-tab', 4, 1],
    ['settings-file-key', 12, 3],
  ]);
});

test('an error that is not about the file names no problems of it', () => {
  expect(fileProblems({ code: 'forbidden', retryable: false })).toBeUndefined();
  expect(
    fileProblems({ code: 'invalid-input', retryable: false, fields: [{ path: 'reason', rule: 'x' }] }),
  ).toBeUndefined();
});

test('a line and a column are found in the text', () => {
  const text = 'one\ntwo\nthree';
  expect(text.slice(offsetOf(text, 2, 1))).toBe('two\nthree');
  expect(text.slice(offsetOf(text, 3, 3))).toBe('ree');
  expect(offsetOf(text, 1, 1)).toBe(0);
  expect(offsetOf(text, 9, 1)).toBe(text.length);
  expect(offsetOf(text, 3, 99)).toBe(text.length);
});

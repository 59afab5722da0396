import { describe, expect, it } from 'vitest';
import { bearerOf } from './tokens';

describe('bearerOf', () => {
  it.each([
    ['Bearer swt_x', 'swt_x'],
    ['bearer   swt_x ', 'swt_x'],
    ['Bearer', ''],
    ['Bearer ', ''],
  ])('reads %j', (header, token) => expect(bearerOf(header)).toBe(token));

  // A proxy in front of the portal may ask for a password of its own; people behind it still come with cookies.
  it.each([undefined, '', 'Basic dXNlcjpwd2Q=', 'Bearerswt_x'])('takes %j for no token', (header) =>
    expect(bearerOf(header)).toBeUndefined(),
  );
});

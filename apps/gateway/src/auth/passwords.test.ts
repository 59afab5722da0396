import { describe, expect, it } from 'vitest';
import { isCommonPassword } from './common-passwords';
import { hashPassword, makeAccountPassword, verifyPassword } from './passwords';

describe('password hashes', () => {
  it('verify the password they were made from, in either Unicode form, and no other', async () => {
    const hash = await hashPassword('Käsefüße und Brot');
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(await verifyPassword(hash, 'Käsefüße und Brot'.normalize('NFD'))).toBe(true);
    expect(await verifyPassword(hash, 'käsefüße und brot')).toBe(false);
    expect(await hashPassword('Käsefüße und Brot')).not.toBe(hash);
  });

  it.each(['', 'plain', 'scrypt$9999999999$8$1$x$y', 'scrypt$x$8$1$x$y'])(
    'that cannot be read (%s) verify nothing',
    async (hash) => {
      expect(await verifyPassword(hash, '')).toBe(false);
    },
  );

  it('are worked on two at a time, fifty more wait, and whoever comes beyond is refused at once', async () => {
    // Cheap work of the same kind.
    const cheap = `scrypt$2$1$1$AAAA$AAAA`;
    const tries = await Promise.allSettled(Array.from({ length: 55 }, () => verifyPassword(cheap, 'x')));
    const refused = tries.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({
      reason: { code: 'unavailable', params: { retryAfterSeconds: expect.any(Number) } },
    });
    expect(tries.slice(0, 52).map(({ status }) => status)).toEqual(Array(52).fill('fulfilled'));
    expect(await verifyPassword(cheap, 'x')).toBe(false);
  });

  it('are made for passwords that pass our own rules', () => {
    const password = makeAccountPassword();
    expect(password).toHaveLength(24);
    expect(isCommonPassword(password, 'a@b.example')).toBe(false);
  });
});

describe('isCommonPassword', () => {
  it.each([
    ['Password1234', 'a@b.example'],
    ['  qwertyuiop123 ', 'a@b.example'],
    ['aaaaaaaaaaaaa', 'a@b.example'],
    ['abababababab', 'a@b.example'],
    ['anna.schmidt@b.example', 'anna.schmidt@b.example'],
    ['anna.schmidt2026!', 'Anna.Schmidt@b.example'],
  ])('refuses %s', (password, email) => {
    expect(isCommonPassword(password, email)).toBe(true);
  });

  it.each([
    ['vier Worte und ein Bus', 'a@b.example'],
    ['anna.schmidt mag Kuchen', 'anna.schmidt@b.example'],
  ])('accepts %s', (password, email) => {
    expect(isCommonPassword(password, email)).toBe(false);
  });
});

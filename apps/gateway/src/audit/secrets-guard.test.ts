import { describe, expect, it } from 'vitest';
import { assertNoSecrets } from './secrets-guard';

describe('assertNoSecrets', () => {
  it.each([
    [{ password: 'hunter2' }, 'password'],
    [{ app: { newPassword: 'x' } }, 'app.newPassword'],
    [{ list: [{}, { pwd: 'x' }] }, 'list[1].pwd'],
    [{ clientSecret: ['x'] }, 'clientSecret'],
    [{ sessionToken: 5 }, 'sessionToken'],
    [{ headers: { authorization: 'Bearer x' } }, 'headers.authorization'],
    [{ digest: 'abc' }, 'digest'],
    [[{ kind: 'value', field: 'password', wire: 'pwd', from: 'changed', to: 'b' }], '[0].to'],
    [[{ kind: 'value', field: 'x', wire: 'pwd', from: 'a' }], '[0].from'],
  ])('refuses %j and names the place, not the value', (record, place) => {
    expect(() => assertNoSecrets(record)).toThrow(`audit record: ${place} looks like a secret`);
    try {
      assertNoSecrets(record);
    } catch (error) {
      expect(String(error)).not.toMatch(/hunter2|Bearer/);
    }
  });

  it.each([
    [{ password: 'changed' }],
    [{ newPassword: true, token: null, secret: undefined }],
    [{ name: 'fax', flags: { web: true }, longName: 'Password reset desk' }],
    [[{ kind: 'secret', field: 'password', wire: 'pwd' }]],
    [[{ kind: 'value', field: 'url', wire: 'url', from: 'a', to: 'b' }]],
    [undefined],
    ['text'],
  ])('accepts %j', (record) => {
    expect(() => assertNoSecrets(record)).not.toThrow();
  });
});

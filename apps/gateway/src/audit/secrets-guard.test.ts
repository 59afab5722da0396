import { settingsCatalogue } from '@switchroom/contracts';
import { describe, expect, it } from 'vitest';
import { secretMark } from './secret-mark';
import { assertNoSecrets } from './secrets-guard';

describe('assertNoSecrets', () => {
  it.each(settingsCatalogue.filter(({ secret }) => !secret).map(({ key }) => key))(
    'lets a value of the setting %s be recorded, which is no secret',
    (key) => {
      expect(() => assertNoSecrets({ [key]: 'a value' })).not.toThrow();
    },
  );

  it.each(settingsCatalogue.filter(({ secret }) => secret).map(({ key }) => key))(
    'refuses a value of the secret setting %s',
    (key) => {
      expect(() => assertNoSecrets({ [key]: 'a value' })).toThrow('looks like a secret');
    },
  );

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
    [{ password: 'hmac-sha256:hunter2' }, 'password'],
    [{ password: `hmac-sha256:${'0'.repeat(33)}` }, 'password'],
    [{ password: `x hmac-sha256:${'0'.repeat(32)}` }, 'password'],
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
    [{ password: secretMark(Buffer.alloc(32), 'organisation', 'hunter2') }],
    [{ newPassword: true, token: null, secret: undefined }],
    [{ 'pbx.mail.oauth2.secretExpires': '2027-01-31', 'pbx.mail.oauth2.tokenEndpoint': 'https://id.example' }],
    [{ name: 'fax', flags: { web: true }, longName: 'Password reset desk' }],
    [[{ kind: 'secret', field: 'password', wire: 'pwd' }]],
    [[{ kind: 'value', field: 'url', wire: 'url', from: 'a', to: 'b' }]],
    [undefined],
    ['text'],
  ])('accepts %j', (record) => {
    expect(() => assertNoSecrets(record)).not.toThrow();
  });
});

describe('the mark of a secret', () => {
  const key = Buffer.alloc(32, 1);
  const mark = secretMark(key, 'alpha', 'hunter2');

  it('is the same for the same secret of an organisation, and only then', () => {
    expect(secretMark(key, 'alpha', 'hunter2')).toBe(mark);
    expect(secretMark(key, 'alpha', 'hunter3')).not.toBe(mark);
    expect(secretMark(key, 'beta', 'hunter2')).not.toBe(mark);
    expect(secretMark(Buffer.alloc(32, 2), 'alpha', 'hunter2')).not.toBe(mark);
  });

  it('holds nothing of it', () => {
    expect(mark).not.toContain('hunter');
  });
});

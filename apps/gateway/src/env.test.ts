import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readDatabaseUrl } from './env';

const DATABASE_URL = 'postgresql://u:p@localhost:5432/d';

describe('readConfig', () => {
  it('needs nothing but DATABASE_URL', () => {
    const config = readConfig({ DATABASE_URL });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 3001,
      publicUrl: 'http://localhost:3000',
      key: undefined,
      administrator: undefined,
      tls: undefined,
      trustedProxies: [],
      addressPolicy: [],
      demoAllowed: true,
    });
    expect(config.gatewayUrl).toMatch(/^http:\/\/[\w.]+:3001$/);
  });

  it('takes a mail server and its sender together, and tells neither password nor address when they are wrong', () => {
    const mail = { SWITCHROOM_SMTP_URL: 'smtps://u:p@mail.example.com', SWITCHROOM_MAIL_FROM: 'S <s@example.com>' };
    expect(readConfig({ DATABASE_URL }).mail).toBeUndefined();
    expect(readConfig({ DATABASE_URL, ...mail }).mail).toMatchObject({
      smtp: { host: 'mail.example.com', tls: 'implicit' },
      from: { name: 'S', address: 's@example.com' },
      caFile: undefined,
    });
    expect(() => readConfig({ DATABASE_URL, ...mail, SWITCHROOM_MAIL_FROM: '' })).toThrow('belong together');
    expect(() => readConfig({ DATABASE_URL, ...mail, SWITCHROOM_SMTP_URL: '' })).toThrow('belong together');
    const wrong = { DATABASE_URL, ...mail, SWITCHROOM_SMTP_URL: 'smtp://u:canary@h?starttls=never' };
    expect(() => readConfig(wrong)).toThrow(/^SWITCHROOM_SMTP_URL: would send the password in the clear/);
    expect(() => readConfig(wrong)).not.toThrow('canary');
  });

  it('takes what is given, trimmed of slashes; empty means not set', () => {
    const config = readConfig({
      DATABASE_URL,
      GATEWAY_PORT: '4001',
      PORT: '4000',
      SWITCHROOM_GATEWAY_URL: 'https://gw.example.com/',
      SWITCHROOM_TRUSTED_PROXIES: '10.0.0.1, 10.0.1.0/24',
      SWITCHROOM_ADDRESS_POLICY: 'loopback, private-issuers no-private',
      SWITCHROOM_ADMIN_EMAIL: 'Admin@Example.com',
      SWITCHROOM_ADMIN_PASSWORD: 'a long enough one',
      SWITCHROOM_DEMO: '0',
      SWITCHROOM_KEY: '',
    });
    expect(config).toMatchObject({
      port: 4001,
      publicUrl: 'http://localhost:4000',
      gatewayUrl: 'https://gw.example.com',
      trustedProxies: ['10.0.0.1', '10.0.1.0/24'],
      addressPolicy: ['loopback', 'private-issuers', 'no-private'],
      administrator: { email: 'admin@example.com', password: 'a long enough one' },
      demoAllowed: false,
      key: undefined,
    });
  });

  it.each([
    [{}, /^DATABASE_URL is not set: set it to postgresql:/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL: /],
    [{ DATABASE_URL, GATEWAY_PORT: '99999' }, /^GATEWAY_PORT: /],
    [{ DATABASE_URL, SWITCHROOM_KEY: 'AAAA' }, /^SWITCHROOM_KEY: .*openssl/],
    [{ DATABASE_URL, SWITCHROOM_KEY_PREVIOUS: 'AAAA' }, /^SWITCHROOM_KEY_PREVIOUS: /],
    [{ DATABASE_URL, SWITCHROOM_KEY_PREVIOUS: Buffer.alloc(32).toString('base64') }, /needs SWITCHROOM_KEY/],
    [{ DATABASE_URL, SWITCHROOM_ADMIN_EMAIL: 'a@b.example' }, /belong together/],
    [{ DATABASE_URL, SWITCHROOM_ADMIN_EMAIL: 'a@b.example', SWITCHROOM_ADMIN_PASSWORD: 'short' }, /12 characters/],
    [{ DATABASE_URL, GATEWAY_TLS_CERT: '/x' }, /GATEWAY_TLS_KEY belong together/],
    [{ DATABASE_URL, SWITCHROOM_PUBLIC_URL: 'portal.example.com' }, /^SWITCHROOM_PUBLIC_URL: /],
    [{ DATABASE_URL, LOG_LEVEL: 'loud' }, /^LOG_LEVEL: /],
  ])('%j is refused by name', (variables, message) => {
    expect(() => readConfig(variables)).toThrow(ConfigError);
    expect(() => readConfig(variables)).toThrow(message);
  });

  it('names every wrong variable at once', () => {
    expect(() => readConfig({ GATEWAY_PORT: 'x' })).toThrow(/DATABASE_URL[\s\S]*\n[\s\S]*GATEWAY_PORT/);
  });
});

describe('readDatabaseUrl', () => {
  it('reads it and says what is wrong', () => {
    expect(readDatabaseUrl({ DATABASE_URL })).toBe(DATABASE_URL);
    expect(() => readDatabaseUrl({})).toThrow(/^DATABASE_URL: set it to/);
  });
});

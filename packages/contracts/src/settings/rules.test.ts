import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { settingEntry, settingsCatalogue } from './catalogue';
import type { SettingValue } from './entry';
import { checkSettings, relatedSettings, settingRules } from './rules';

/** What holds where only these are set. */
function broken(values: Record<string, SettingValue>) {
  const { refused, warnings } = checkSettings((key) => values[key] ?? settingEntry(key)?.factory ?? '');
  const brief = (found: { key: string; rule: string }[]) => found.map(({ key, rule }) => `${key}: ${rule}`);
  return { refused: brief(refused), warnings: brief(warnings) };
}
const calendar = (values: Record<string, SettingValue>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`attendant.calendar.${name}`, value]));
const oauth2 = (values: Record<string, SettingValue>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`pbx.mail.oauth2.${name}`, value]));

describe('rules between settings', () => {
  it('are all kept by the factory values', () => {
    expect(broken({})).toEqual({ refused: [], warnings: [] });
  });

  it('want a number for the panic button that is on', () => {
    const refused = ['attendant.panic.number: setting-needs-panic-number'];
    expect(broken({ 'attendant.panic.enabled': true }).refused).toEqual(refused);
    expect(broken({ 'attendant.panic.enabled': true, 'attendant.panic.number': '112' }).refused).toEqual([]);
    expect(broken({ 'attendant.panic.enabled': false, 'attendant.panic.number': '' }).refused).toEqual([]);
  });

  it('want the EWS URL of Exchange, while calendars are on', () => {
    const exchange = { enabled: true, provider: 'exchange' };
    expect(broken(calendar(exchange)).refused).toEqual(['attendant.calendar.ewsUrl: setting-needs-ews-url']);
    expect(broken(calendar({ ...exchange, ewsUrl: 'https://h/ews/exchange.asmx' })).refused).toEqual([]);
    expect(broken(calendar({ ...exchange, enabled: false })).refused).toEqual([]);
    // A version always holds: the factory has one, and none cannot be chosen.
    const type = settingEntry('attendant.calendar.exchangeVersion')?.type;
    expect(type?.kind === 'choice' && type.options.every(({ value }) => value !== '')).toBe(true);
  });

  it('want both IDs for modern authentication of Office 365, while calendars are on', () => {
    const office = { enabled: true, provider: 'office365', modernAuth: true };
    expect(broken(calendar(office)).refused).toEqual([
      'attendant.calendar.tenantId: setting-needs-tenant-id',
      'attendant.calendar.clientId: setting-needs-client-id',
    ]);
    expect(broken(calendar({ ...office, tenantId: 'x' })).refused).toEqual([
      'attendant.calendar.clientId: setting-needs-client-id',
    ]);
    expect(broken(calendar({ ...office, tenantId: 'x', clientId: 'y' })).refused).toEqual([]);
    const others: Record<string, SettingValue>[] = [
      { enabled: false },
      { modernAuth: false },
      { provider: 'exchange', ewsUrl: 'x' },
    ];
    for (const other of others) {
      expect(broken(calendar({ ...office, ...other })).refused).toEqual([]);
    }
  });

  it.each([
    ['none', []],
    ['exchange', ['tenant', 'clientId', 'clientSecret']],
    ['microsoft365', ['tenant', 'clientId', 'clientSecret', 'resourceOwner', 'resourcePassword']],
    ['gmail', ['clientId', 'clientSecret']],
    ['googleServiceAccount', ['clientEmail', 'privateKeyId', 'privateKey']],
    ['clientSecretPost', ['tokenEndpoint', 'clientId', 'clientSecret', 'authorizationUrl']],
    ['privateKeyJwt', ['tokenEndpoint', 'clientId', 'privateKey']],
  ])('want for OAuth2 mode %s the fields %j', (mode, fields) => {
    const rule = (field: string) => `pbx.mail.oauth2.${field}: setting-needs-oauth2-field`;
    expect(broken(oauth2({ mode })).refused.toSorted()).toEqual(fields.map(rule).toSorted());
    const filled = Object.fromEntries(fields.map((field) => [field, 'x']));
    expect(broken(oauth2({ mode, ...filled })).refused).toEqual([]);
    for (const field of fields) {
      expect(broken(oauth2({ mode, ...filled, [field]: '' })).refused).toEqual([rule(field)]);
    }
  });

  it('let the resource owner stand for the authorization URL', () => {
    const mode = { mode: 'clientSecretPost', tokenEndpoint: 'x', clientId: 'x', clientSecret: 'x' };
    expect(broken(oauth2({ ...mode, resourceOwner: 'x' })).refused).toEqual([]);
  });

  it.each(['pbx.logging', 'pbx.logging.shadow'])('want the fields of the chosen log server of %s', (prefix) => {
    const fields = (values: Record<string, SettingValue>) =>
      broken(Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))).refused;
    const rule = (field: string) => `${prefix}.${field}: setting-needs-logging-field`;
    for (const type of ['off', 'local', 'local-ap']) expect(fields({ type })).toEqual([]);
    for (const type of ['tcp', 'remote-ap', 'remote-ap-s'])
      expect(fields({ type })).toEqual([rule('address'), rule('port')]);
    for (const type of ['syslog', 'http']) {
      expect(fields({ type })).toEqual([rule('address')]);
      expect(fields({ type, address: 'a' })).toEqual([]);
    }
    expect(fields({ type: 'tcp', address: 'a', port: '514' })).toEqual([]);
    for (const method of ['external-post', 'external-get']) {
      expect(fields({ type: 'http', address: 'a', method })).toEqual([rule('path')]);
      expect(fields({ type: 'http', address: 'a', method, path: '/log' })).toEqual([]);
      expect(fields({ type: 'syslog', address: 'a', method })).toEqual([]);
    }
  });

  it('want where alarms are forwarded to', () => {
    const fields = (values: Record<string, SettingValue>) =>
      broken(Object.fromEntries(Object.entries(values).map(([name, value]) => [`pbx.alarms.forward.${name}`, value])))
        .refused;
    const rule = (field: string) => `pbx.alarms.forward.${field}: setting-needs-forward-field`;
    for (const method of ['standard', 'syslog']) {
      expect(fields({ method })).toEqual([rule('address')]);
      expect(fields({ method, address: 'a' })).toEqual([]);
    }
    for (const method of ['external-post', 'external-get']) {
      expect(fields({ method })).toEqual([rule('address'), rule('path')]);
      expect(fields({ method, address: 'a', path: '/x' })).toEqual([]);
    }
  });
});

describe('warnings', () => {
  it('are given for basic authentication of Office 365', () => {
    const key = 'attendant.calendar.basicAuth';
    expect(broken(calendar({ basicAuth: true })).warnings).toEqual([`${key}: setting-warns-both-authentications`]);
    expect(broken(calendar({ basicAuth: true, modernAuth: false })).warnings).toEqual([
      `${key}: setting-warns-basic-authentication`,
    ]);
    expect(broken(calendar({ basicAuth: true, provider: 'exchange' })).warnings).toEqual([]);
    expect(broken(calendar({ basicAuth: false, modernAuth: false })).warnings).toEqual([]);
  });

  it('are given below 60 seconds between refreshes', () => {
    const warnings = ['attendant.calendar.refreshSeconds: setting-warns-fast-refresh'];
    expect(broken(calendar({ refreshSeconds: 30 })).warnings).toEqual(warnings);
    expect(broken(calendar({ refreshSeconds: 59 })).warnings).toEqual(warnings);
    expect(broken(calendar({ refreshSeconds: 60 })).warnings).toEqual([]);
  });

  it('are given for two factors without the mails of the second', () => {
    const on = { 'pbx.auth.twoFactor': true };
    const server = { 'pbx.mail.smtpServer': 'smtp' };
    const link = { 'pbx.mail.verificationLink': 'https://pbx/PBX0/session.xml' };
    const warnings = ['pbx.auth.twoFactor: setting-warns-two-factor-mail'];
    for (const lacking of [on, { ...on, ...server }, { ...on, ...link }]) {
      expect(broken(lacking).warnings).toEqual(warnings);
    }
    expect(broken({ ...on, ...server, ...link }).warnings).toEqual([]);
  });

  it('are given for recording by default to nowhere', () => {
    const on = { 'pbx.recording.default': true };
    expect(broken(on).warnings).toEqual(['pbx.recording.default: setting-warns-recording-url']);
    expect(broken({ ...on, 'pbx.recording.url': 'https://a' }).warnings).toEqual([]);
  });
});

describe.each(settingRules)('$rule of $key', (rule) => {
  it('involves settings that exist, and the one at which it is told', () => {
    expect(rule.involves).toContain(rule.key);
    expect(new Set(rule.involves).size).toBe(rule.involves.length);
    expect(rule.involves.filter((key) => settingEntry(key) === undefined)).toEqual([]);
  });

  it('looks at nothing else than what it involves', () => {
    const pool: fc.Arbitrary<SettingValue> = fc.oneof(
      fc.constantFrom<SettingValue>(true, false, '', 'x', 30, 60, 'office365', 'exchange', 'http', 'external-post'),
      fc.constantFrom(
        ...settingsCatalogue.flatMap(({ type }) =>
          type.kind === 'choice' ? type.options.map(({ value }) => value) : [],
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(pool, { minLength: rule.involves.length, maxLength: rule.involves.length }), (values) => {
        const read = new Set<string>();
        rule.broken((key) => {
          read.add(key);
          return values[rule.involves.indexOf(key)] ?? '';
        });
        expect([...read].filter((key) => !rule.involves.includes(key))).toEqual([]);
      }),
    );
  });
});

describe('relatedSettings', () => {
  it('adds what takes part in a rule with one of them', () => {
    expect(relatedSettings(['attendant.panic.number']).toSorted()).toEqual([
      'attendant.panic.enabled',
      'attendant.panic.number',
    ]);
    expect(relatedSettings(['attendant.retentionDays'])).toEqual(['attendant.retentionDays']);
    expect(relatedSettings(['attendant.calendar.ewsUrl']).toSorted()).toEqual([
      'attendant.calendar.enabled',
      'attendant.calendar.ewsUrl',
      'attendant.calendar.provider',
    ]);
    expect(relatedSettings([])).toEqual([]);
  });

  it('says of a broken rule which keys it involves, so that another change is not refused for it', () => {
    const { refused } = checkSettings((key) =>
      key === 'attendant.panic.enabled' ? true : (settingEntry(key)?.factory ?? ''),
    );
    expect(refused).toEqual([
      {
        key: 'attendant.panic.number',
        rule: 'setting-needs-panic-number',
        involves: ['attendant.panic.enabled', 'attendant.panic.number'],
      },
    ]);
  });
});

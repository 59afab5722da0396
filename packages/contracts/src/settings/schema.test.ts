import { describe, expect, it, vi } from 'vitest';
import { settingEntry, settingsCatalogue } from './catalogue';
import type { SettingEntry } from './entry';
import { settingLimits, settingSchema } from './schema';

function entryOf(key: string): SettingEntry {
  const entry = settingEntry(key);
  if (entry === undefined) throw new Error(`no setting ${key}`);
  return entry;
}
const today = new Date('2027-05-05T12:00:00Z');
/** What is kept of a value, or the rule that it breaks first. */
function checked(key: string, value: unknown): unknown {
  const result = settingSchema(entryOf(key), today).safeParse(value);
  return result.success ? { kept: result.data } : result.error.issues[0]?.message;
}
const kept = (value: unknown) => ({ kept: value });

const whole: [string, number, number][] = [
  ['attendant.retentionDays', 1, 3650],
  ['attendant.minLookupLength', 0, 20],
  ['attendant.searchMaxResults', 1, 500],
  ['attendant.calendar.refreshSeconds', 30, 3600],
  ['pbx.logging.class', 0, 7],
  ['pbx.logging.shadow.class', 0, 7],
  ['pbx.alarms.forward.class', 0, 7],
  ['pbx.alarms.memoryQueue', 1, 1000],
  ['pbx.alarms.persistentQueue', 1, 1000],
  ['pbx.myapps.offlineAfter', 0, 1440],
  ['users.passwordPolicy.minLength', 1, 23],
  ['users.passwordPolicy.categories', 1, 4],
  ['reports.deleteAfterDays', 1, 3650],
];

it('knows the limits of every whole number', () => {
  const keys = settingsCatalogue.filter(({ type }) => type.kind === 'integer').map(({ key }) => key);
  expect(whole.map(([key]) => key)).toEqual(keys);
});

describe.each(whole)('%s', (key, min, max) => {
  it(`is a whole number from ${min} to ${max}`, () => {
    for (const good of [min, min + 1, max - 1, max]) expect(checked(key, good)).toEqual(kept(good));
    for (const bad of [
      min - 1,
      max + 1,
      min + 0.5,
      -1e9,
      1e300,
      Infinity,
      Number.NaN,
      String(min),
      null,
      true,
      [min],
    ]) {
      expect(checked(key, bad)).toBe('setting-range');
    }
    expect(settingLimits(entryOf(key).type)).toEqual({ min, max });
  });
});

it('knows no minus zero, which JSON would change', () => {
  expect(Object.is(settingSchema(entryOf('attendant.minLookupLength')).parse(-0), 0)).toBe(true);
});

describe('masking', () => {
  it('hides 1 to 10 digits, or none', () => {
    for (const digits of [0, 1, 3, 9, 10])
      expect(checked('attendant.forwardMasking', { digits })).toEqual(kept({ digits }));
    for (const digits of [-1, 11, 2.5, '3'])
      expect(checked('attendant.forwardMasking', { digits })).toBe('setting-range');
    for (const odd of [3, null, {}, { digits: 3, more: 1 }, [3]]) {
      expect(checked('attendant.forwardMasking', odd)).toMatch(/^setting-(type|range)$/);
    }
    expect(settingLimits(entryOf('attendant.forwardMasking').type)).toEqual({ min: 0, max: 10 });
  });
});

describe('the panic number', () => {
  it.each([
    ['', kept('')],
    ['1', kept('1')],
    [' 112 ', kept('112')],
    ['+41791234567', kept('+41791234567')],
    ['*112#', kept('*112#')],
    ['1'.repeat(32), kept('1'.repeat(32))],
    [`+${'1'.repeat(31)}`, kept(`+${'1'.repeat(31)}`)],
    ['1'.repeat(33), 'setting-too-long'],
    ['+', 'setting-dialable'],
    ['1+1', 'setting-dialable'],
    ['++41', 'setting-dialable'],
    ['0800HELP', 'setting-dialable'],
    ['112a', 'setting-dialable'],
    ['11 2', 'setting-dialable'],
    ['١١٢', 'setting-dialable'],
    ['112\n113', 'setting-characters'],
    [112, 'setting-type'],
    [null, 'setting-type'],
  ])('%j -> %j', (value, expected) => {
    expect(checked('attendant.panic.number', value)).toEqual(expected);
  });
});

describe('choices', () => {
  it.each(['2007-sp1', '2010', '2010-sp1', '2010-sp2', '2013', '2013-sp1'])('Exchange %s is known', (version) => {
    expect(checked('attendant.calendar.exchangeVersion', version)).toEqual(kept(version));
  });

  it.each(['2007', '2010-sp3', '2016', '', '2013-SP1', 2013])('Exchange %j is not', (version) => {
    expect(checked('attendant.calendar.exchangeVersion', version)).toMatch(/^setting-(choice|type)$/);
  });

  it('of a list keep the order of the list, each once', () => {
    expect(checked('pbx.myapps.logFlags', ['turn', 'app', 'turn'])).toEqual(kept(['app', 'turn']));
    expect(checked('pbx.myapps.logFlags', ['app', 'nothing'])).toBe('setting-choice');
    expect(checked('pbx.myapps.logFlags', 'app')).toBe('setting-type');
  });

  it('of a list can be limited in number', () => {
    const options = ['a', 'b', 'c'].map((value) => ({ value, label: { en: value, de: value, it: value } }));
    const schema = settingSchema({ type: { kind: 'choices', options, max: 2 } });
    expect(schema.safeParse(['a', 'b', 'b']).success).toBe(true);
    expect(schema.safeParse(['a', 'b', 'c']).error?.issues[0]?.message).toBe('setting-too-many');
    expect(settingLimits({ kind: 'choices', options, max: 2 })).toEqual({ maxItems: 2 });
  });

  it.each([true, false])('%s is yes or no', (value) => {
    expect(checked('attendant.panic.enabled', value)).toEqual(kept(value));
  });

  it.each(['true', 1, 0, null, ''])('%j is neither yes nor no', (value) => {
    expect(checked('attendant.panic.enabled', value)).toBe('setting-type');
  });
});

describe('a day', () => {
  const key = 'pbx.mail.oauth2.secretExpires';
  it.each([
    ['', kept('')],
    [' 2028-02-29 ', kept('2028-02-29')],
    ['2020-01-01', kept('2020-01-01')],
    ['2029-05-04', kept('2029-05-04')],
    ['2029-05-05', kept('2029-05-05')],
    ['2029-05-06', 'setting-date-far'],
    ['9999-12-31', 'setting-date-far'],
    ['2027-02-29', 'setting-date'],
    ['2027-13-01', 'setting-date'],
    ['2027-5-5', 'setting-date'],
    ['05.05.2027', 'setting-date'],
    ['2027-05-05T00:00:00Z', 'setting-date'],
    [20_270_505, 'setting-type'],
  ])('%j -> %j', (value, expected) => {
    expect(checked(key, value)).toEqual(expected);
  });

  it('may lie two years ahead of the day on which it is checked', () => {
    vi.useFakeTimers({ now: new Date('2027-05-05T12:00:00Z') });
    try {
      const schema = settingSchema(entryOf(key));
      expect(schema.safeParse('2029-05-06').success).toBe(false);
      vi.setSystemTime(new Date('2027-05-06T12:00:00Z'));
      expect(schema.safeParse('2029-05-06').success).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lies two years ahead of 29 February on 1 March', () => {
    const schema = settingSchema(entryOf(key), new Date('2028-02-29T00:00:00Z'));
    expect(schema.safeParse('2030-03-01').success).toBe(true);
    expect(schema.safeParse('2030-03-02').success).toBe(false);
    expect(settingLimits(entryOf(key).type)).toEqual({ maxYears: 2 });
  });
});

describe('a secret', () => {
  it('is kept as it is, with its blanks and lines, and is never empty', () => {
    const key = ' -----BEGIN PRIVATE KEY-----\r\nabc\n-----END PRIVATE KEY-----\n';
    expect(checked('pbx.mail.oauth2.privateKey', key)).toEqual(kept(key));
    expect(checked('pbx.mail.password', '')).toBe('required');
    expect(checked('pbx.mail.password', null)).toBe('setting-type');
    expect(checked('pbx.mail.password', 'x'.repeat(256))).toEqual(kept('x'.repeat(256)));
    expect(checked('pbx.mail.password', 'x'.repeat(257))).toBe('setting-too-long');
    expect(checked('pbx.mail.password', 'a\0b')).toBe('setting-characters');
    expect(checked('pbx.mail.password', 'a\uD800b')).toBe('setting-characters');
  });
});

import { describe, expect, it } from 'vitest';
import { settingEntry } from './catalogue';
import { settingLimits, settingSchema } from './schema';

function parsed(key: string, value: unknown) {
  const entry = settingEntry(key);
  if (entry === undefined) throw new Error(`no setting ${key}`);
  return settingSchema(entry).safeParse(value);
}
/** What is kept of a value, or the rule that it breaks first. */
function checked(key: string, value: unknown): unknown {
  const result = parsed(key, value);
  return result.success ? { kept: result.data } : result.error.issues[0]?.message;
}
const kept = (value: unknown) => ({ kept: value });
const numbered = (count: number, text = (index: number) => `Reason ${index}`) =>
  Array.from({ length: count }, (_, index) => text(index));

describe('pause reasons', () => {
  const key = 'attendant.pauseReasons';
  const reason = (text: string, translations: object = {}) => ({ text, translations });
  const reasons = (...texts: string[]) => texts.map((text) => reason(text));

  it('are 0 to 50', () => {
    for (const count of [0, 1, 49, 50]) {
      expect(checked(key, reasons(...numbered(count)))).toEqual(kept(reasons(...numbered(count))));
    }
    expect(checked(key, reasons(...numbered(51)))).toBe('setting-too-many');
    expect(checked(key, [...reasons(...numbered(50)), ...reasons(' ', '')])).toEqual(kept(reasons(...numbered(50))));
  });

  it('have 1 to 60 characters each, without the blanks around them', () => {
    for (const length of [1, 59, 60])
      expect(checked(key, reasons('x'.repeat(length)))).toEqual(kept(reasons('x'.repeat(length))));
    expect(checked(key, reasons('x'.repeat(61)))).toBe('setting-too-long');
    expect(checked(key, reasons(` ${'x'.repeat(60)}\u00a0`))).toEqual(kept(reasons('x'.repeat(60))));
    const entry = settingEntry(key);
    expect(entry && settingLimits(entry.type)).toEqual({ maxItems: 50, maxLength: 60 });
  });

  it('that are blank are dropped, and the order stays', () => {
    expect(checked(key, reasons('Lunch', '', '  ', '\t', 'Break', 'A'))).toEqual(kept(reasons('Lunch', 'Break', 'A')));
  });

  it.each([
    ['Lunch', 'Lunch'],
    ['Lunch', 'lunch'],
    ['Lunch', '  LUNCH '],
    ['Lunch break', 'Lunch   break'],
    ['Café', 'Cafe\u0301'],
    ['ÜBER', 'über'],
  ])('%j and %j are the same', (one, other) => {
    expect(checked(key, reasons(one, 'Break', other))).toBe('setting-repeated');
  });

  it.each([
    ['Lunch', 'Lunchbreak'],
    ['Lunch break', 'Lunchbreak'],
    ['Cafe', 'Café'],
  ])('%j and %j are two', (one, other) => {
    expect(parsed(key, reasons(one, other)).success).toBe(true);
  });

  it('keep their translations, without empty ones', () => {
    expect(checked(key, [reason('Lunch', { de: ' Mittag ', it: ' ' })])).toEqual(
      kept([reason('Lunch', { de: 'Mittag' })]),
    );
    expect(checked(key, [{ text: 'Lunch' }])).toEqual(kept([reason('Lunch')]));
    expect(checked(key, [reason('Lunch', { de: 'x'.repeat(60) })])).toEqual(
      kept([reason('Lunch', { de: 'x'.repeat(60) })]),
    );
    expect(checked(key, [reason('Lunch', { de: 'x'.repeat(61) })])).toBe('setting-too-long');
    expect(checked(key, [reason('Lunch', { fr: 'Midi' })])).toBe('setting-type');
  });

  it('have one line each', () => {
    expect(checked(key, reasons('Lunch\nbreak'))).toBe('setting-characters');
    expect(checked(key, reasons('Lunch\u2028break'))).toBe('setting-characters');
    expect(checked(key, reasons('Lunch\0'))).toBe('setting-characters');
  });

  it.each([null, 'Lunch', ['Lunch'], [{ text: 1 }], [{}], { 0: reason('Lunch') }])('%j are none', (value) => {
    expect(checked(key, value)).toBe('setting-type');
  });

  it('tell which one is wrong', () => {
    expect(parsed(key, [...reasons('a', ''), reason('x'.repeat(61))]).error?.issues[0]?.path).toEqual([2, 'text']);
  });
});

describe('event codes', () => {
  const key = 'pbx.trace.stopOnEvents';
  it.each([
    [['0x0002000e'], kept(['131086'])],
    [['0X10'], kept(['16'])],
    [['0002000e'], kept(['131086'])],
    [['1e5'], kept(['485'])],
    [['16'], kept(['16'])],
    [['0016'], kept(['16'])],
    [['0'], kept(['0'])],
    [['0xffffffff'], kept(['4294967295'])],
    [['4294967295'], kept(['4294967295'])],
    [['4294967296'], 'setting-code'],
    [['0x100000000'], 'setting-too-long'],
    [['fffffffff'], 'setting-code'],
    [['0x'], 'setting-code'],
    [['-1'], 'setting-code'],
    [['1.5'], 'setting-code'],
    [['event'], 'setting-code'],
    [['16', '0x10'], 'setting-repeated'],
    [['1', '2', '3', '4', ' '], kept(['1', '2', '3', '4'])],
    [['1', '2', '3', '4', '5'], 'setting-too-many'],
    [[16], 'setting-type'],
  ])('%j -> %j', (value, expected) => {
    expect(checked(key, value)).toEqual(expected);
  });
});

describe('internal patterns', () => {
  const key = 'attendant.numbering.internalPatterns';
  it.each([
    [[' 2XX ', '', '300'], kept(['2xx', '300'])],
    [['2xx', '2XX'], 'setting-repeated'],
    [['2..'], 'setting-pattern'],
    [['+41'], 'setting-pattern'],
    [['x'.repeat(20)], kept(['x'.repeat(20)])],
    [['x'.repeat(21)], 'setting-too-long'],
    [numbered(50, String), kept(numbered(50, String))],
    [numbered(51, String), 'setting-too-many'],
  ])('%j -> %j', (value, expected) => {
    expect(checked(key, value)).toEqual(expected);
  });
});

describe('external applications', () => {
  const key = 'pbx.myapps.externalApps';
  it.each([
    [['CRM | C:\\crm.exe | $n "$d"'], kept(['CRM|C:\\crm.exe|$n "$d"'])],
    [['CRM|C:\\crm.exe| '], kept(['CRM|C:\\crm.exe'])],
    [['CRM'], 'setting-external-app'],
    [['|C:\\crm.exe'], 'setting-external-app'],
    [['CRM||$n'], 'setting-external-app'],
    [['a|b|c|d'], 'setting-external-app'],
    [numbered(10, (index) => `${index}|x`), kept(numbered(10, (index) => `${index}|x`))],
    [numbered(11, (index) => `${index}|x`), 'setting-too-many'],
    [[`a|${'x'.repeat(498)}`], kept([`a|${'x'.repeat(498)}`])],
    [[`a|${'x'.repeat(499)}`], 'setting-too-long'],
  ])('%j -> %j', (value, expected) => {
    expect(checked(key, value)).toEqual(expected);
  });
});

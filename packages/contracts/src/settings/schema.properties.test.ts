import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsCatalogue } from './catalogue';
import { lineFormats, type SettingType, textFormats } from './entry';
import { settingSchema } from './schema';

const rules = new Set([
  'required',
  ...['type', 'range', 'too-long', 'too-many', 'characters', 'choice', 'date', 'date-far', 'repeated'].map(
    (name) => `setting-${name}`,
  ),
  ...[...textFormats, ...lineFormats].map((format) => `setting-${format}`),
]);

/** Lines that mean something to one format or another, and others. */
const line = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '112',
    ' +41 ',
    '2XX',
    '0x1F',
    'beef',
    '007',
    'A@Example.com',
    'Example.COM',
    'ctrl + F3',
    'Shift+alt+f11',
    'https://A.example/x',
    '\\\\server\\share',
    'https://h/ews/exchange.asmx',
    'https://p/PBX0/session.xml',
    '/log',
    '514',
    '01234567-89AB-cdef-0123-456789abcdef',
    '2027-02-28',
    'CRM | crm.exe | ',
    'Caf\u00e9',
    'Cafe\u0301',
    'a|b',
  ),
  fc.string({ maxLength: 70 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdefxX+*# .:/\\|-@\u00a0\ufeff')), maxLength: 40 }),
);

/** Values that are near to those of a type, so that many of them pass. */
function near(type: SettingType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(fc.integer({ min: type.min - 2, max: type.max + 2 }), fc.double());
    case 'text':
    case 'secret':
    case 'date':
      return line;
    case 'choice':
      return fc.oneof(fc.constantFrom(...type.options.map(({ value }) => value)), line);
    case 'choices':
      return fc.array(fc.constantFrom(...type.options.map(({ value }) => value), 'other'), { maxLength: 8 });
    case 'list':
      return fc.array(line, { maxLength: 6 });
    case 'masking':
      return fc.record({ digits: fc.integer({ min: -1, max: 12 }) });
    case 'reasons': {
      const text = fc.oneof(line, fc.constantFrom('Lunch', 'lunch ', 'Break'));
      return fc.array(
        fc.record(
          { text, translations: fc.record({ en: text, de: text, it: text }, { requiredKeys: [] }) },
          { requiredKeys: ['text'] },
        ),
        { maxLength: 6 },
      );
    }
  }
}

describe.each(settingsCatalogue)('$key', (entry) => {
  const schema = settingSchema(entry, new Date('2027-05-05T00:00:00Z'));
  const { type } = entry;

  it('keeps what it kept before, and what JSON makes of it', () => {
    let kept = 0;
    fc.assert(
      fc.property(near(type), (value) => {
        const once = schema.safeParse(value);
        if (!once.success) return;
        kept += 1;
        expect(schema.parse(once.data)).toStrictEqual(once.data);
        expect(JSON.parse(JSON.stringify(once.data))).toStrictEqual(once.data);
      }),
      { numRuns: 300 },
    );
    expect(kept).toBeGreaterThan(0);
  });

  it('answers anything at all with a value or a known rule', () => {
    fc.assert(
      fc.property(fc.oneof(near(type), fc.anything(), fc.jsonValue()), (value) => {
        const result = schema.safeParse(value);
        const messages = result.success ? [] : result.error.issues.map(({ message }) => message);
        expect(messages.filter((message) => !rules.has(message))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

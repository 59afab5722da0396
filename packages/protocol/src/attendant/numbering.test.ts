import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareNumber, dial, isInternal, isLongEnoughToLookUp, type NumberingPlan, readCaller } from './numbering';

const munich: NumberingPlan = {
  internalPatterns: ['1xx', '2xxx', '99'],
  outgoingPrefix: '0',
  incomingPrefix: '0',
  countryCode: '49',
  skystonePrefix: '88',
};
const plain: NumberingPlan = {
  internalPatterns: [],
  outgoingPrefix: '',
  incomingPrefix: '',
  countryCode: '',
  skystonePrefix: '',
};

describe('dialling', () => {
  test.each([
    ['101', 'internal', '101'],
    ['2 345', 'internal', '2345'],
    ['99', 'internal', '99'],
    ['98', 'public', '098'],
    ['112', 'internal', '112'],
    ['110', 'internal', '110'],
    ['1011', 'public', '01011'],
    ['089 / 123-456', 'public', '0089123456'],
    ['+43 1 2345', 'public', '0004312345'],
    ['+49 (0) 89 123', 'public', '0004989123'],
    ['(089) 123', 'public', '0089123'],
    ['*21*101#', 'feature', '*21*101#'],
  ])('%s is %s: %s', (typed, kind, dialled) => {
    expect(dial(typed, munich)).toEqual({ kind, dialled });
  });

  test.each(['', ' ', '+', 'abc', '0800 CALLME', '12+3', '+*1', '1'.repeat(33), '١٢٣', '12\n;3'])(
    '%j is refused',
    (typed) => {
      expect(dial(typed, munich)).toEqual({ kind: 'refused', code: 'not-dialable' });
    },
  );

  test('Skystone takes the place of the outgoing prefix, for public numbers only', () => {
    expect(dial('+43 1 2345', munich, 'skystone')).toEqual({ kind: 'public', dialled: '88004312345' });
    expect(dial('101', munich, 'skystone')).toEqual({ kind: 'refused', code: 'not-external' });
    expect(dial('*21#', munich, 'skystone')).toEqual({ kind: 'refused', code: 'not-external' });
    expect(dial('089123', plain, 'skystone')).toEqual({ kind: 'refused', code: 'skystone-off' });
  });
});

describe('callers', () => {
  test.each([
    ['101', 'internal', '101'],
    ['0089123456', 'public', '+4989123456'],
    ['0004312345', 'public', '+4312345'],
    ['089123456', 'public', '89123456'],
    ['+4312345', 'public', '+4312345'],
    ['0', 'public', '0'],
    ['anonymous', 'unknown', 'anonymous'],
    ['', 'unknown', ''],
  ])('%s is %s: %s', (told, kind, number) => {
    expect(readCaller(told, munich)).toEqual({ kind, number });
  });

  test('Italy keeps the leading zero, and without a country code national numbers stay', () => {
    expect(readCaller('0471234567', { ...plain, countryCode: '39' }).number).toBe('+390471234567');
    expect(readCaller('3331234567', { ...plain, countryCode: '39' }).number).toBe('3331234567');
    expect(readCaller('089123', plain).number).toBe('089123');
    expect(readCaller('0043123', plain).number).toBe('+43123');
  });

  test('short numbers are not looked up, and signs are no digits', () => {
    expect(isLongEnoughToLookUp('+43 12', 5)).toBe(false);
    expect(isLongEnoughToLookUp('+43 12', 4)).toBe(true);
    expect(isLongEnoughToLookUp('', 0)).toBe(false);
    expect(isLongEnoughToLookUp('anonymous', 0)).toBe(false);
  });
});

const digitsOf = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: min, maxLength: max });
const pattern = fc.string({ unit: fc.constantFrom(...'0123456789x'.split('')), minLength: 1, maxLength: 5 });
const plan: fc.Arbitrary<NumberingPlan> = fc.record({
  internalPatterns: fc.array(pattern, { maxLength: 5 }),
  outgoingPrefix: digitsOf(0, 3),
  incomingPrefix: digitsOf(0, 3),
  countryCode: fc.constantFrom('', '49', '39', '43', '1'),
  skystonePrefix: fc.string({ unit: fc.constantFrom(...'0123456789*#+'.split('')), maxLength: 8 }),
});
/** International numbers: longer than any generated extension, as real ones are. */
const e164 = fc
  .tuple(fc.constantFrom(...'123456789'.split('')), digitsOf(8, 12))
  .map(([first, rest]) => `+${first}${rest}`);

describe('for every numbering plan', () => {
  test('no text makes it throw, and whatever is dialled can be dialled', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789+*#x ()-/.'.split('')) }),
    );
    fc.assert(
      fc.property(typed, plan, fc.constantFrom(undefined, 'skystone' as const), (text, rules, via) => {
        const dialling = dial(text, rules, via);
        if (dialling.kind !== 'refused') expect(dialling.dialled).toMatch(/^[\d*#+]+$/);
        if (dialling.kind !== 'refused' && via === undefined) expect(dialling.dialled).toMatch(/^[\d*#]+$/);
        expect(['internal', 'public', 'unknown']).toContain(readCaller(text, rules).kind);
      }),
      { numRuns: 2000 },
    );
  });

  test('a number made from a pattern is internal, dialled and shown as it is', () => {
    fc.assert(
      fc.property(plan, pattern, digitsOf(5, 5), (rules, shape, filling) => {
        const number = shape
          .split('')
          .map((sign, at) => (sign === 'x' ? (filling[at] ?? '0') : sign))
          .join('');
        const rulesWith = { ...rules, internalPatterns: [...rules.internalPatterns, shape] };
        expect(isInternal(number, rulesWith)).toBe(true);
        expect(dial(number, rulesWith)).toEqual({ kind: 'internal', dialled: number });
        expect(readCaller(number, rulesWith)).toEqual({ kind: 'internal', number });
        expect(isInternal(`${number}1`, { internalPatterns: [shape] })).toBe(false);
        expect(isInternal(number.slice(1), { internalPatterns: [shape] })).toBe(false);
      }),
    );
  });

  test('what people put between digits makes no difference', () => {
    const separators = fc.array(fc.constantFrom(' ', '-', '.', '/', '(', ')', '\u00a0', ''), {
      minLength: 14,
      maxLength: 14,
    });
    fc.assert(
      fc.property(e164, separators, plan, (number, between, rules) => {
        const written = number
          .split('')
          .map((sign, at) => sign + (between[at] ?? ''))
          .join('');
        fc.pre(!written.includes('(0)'));
        expect(bareNumber(written)).toBe(number);
        expect(dial(written, rules)).toEqual(dial(number, rules));
        expect(readCaller(written, rules)).toEqual(readCaller(number, rules));
      }),
    );
  });

  test('an international number is dialled with the prefix, comes back the same, and is read the same again', () => {
    fc.assert(
      fc.property(e164, plan, (number, rules) => {
        const dialling = dial(number, rules);
        expect(dialling).toEqual({ kind: 'public', dialled: `${rules.outgoingPrefix}00${number.slice(1)}` });
        const told = `${rules.incomingPrefix}00${number.slice(1)}`;
        expect(readCaller(told, rules)).toEqual({ kind: 'public', number });
        expect(readCaller(number, rules)).toEqual({ kind: 'public', number });
      }),
    );
  });

  test('a national caller gets the country code once', () => {
    const national = fc
      .tuple(fc.constantFrom(...'123456789'.split('')), digitsOf(8, 10))
      .map((parts) => `0${parts.join('')}`);
    fc.assert(
      fc.property(national, plan, (number, rules) => {
        fc.pre(rules.incomingPrefix === '' || rules.incomingPrefix === '0');
        const { number: read } = readCaller(rules.incomingPrefix + number, rules);
        if (rules.countryCode === '') expect(read).toBe(number);
        else expect(read).toBe(`+${rules.countryCode}${rules.countryCode === '39' ? number : number.slice(1)}`);
        if (read.startsWith('+')) expect(readCaller(read, rules).number).toBe(read);
      }),
    );
  });
});

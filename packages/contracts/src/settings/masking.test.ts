import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNumber } from './masking';

describe('maskNumber', () => {
  it.each([
    ['0041791234567', 3, '0041791234***'],
    ['+41 79 123 45 67', 3, '+41 79 123 4* **'],
    ['123', 3, '***'],
    ['1234', 3, '1***'],
    ['12', 3, '**'],
    ['+12', 3, '+**'],
    ['', 3, ''],
    ['anonymous', 3, 'anonymous'],
    ['0041791234567', 10, '004**********'],
    ['0041791234567', 0, '0041791234567'],
    ['*21*0791234567#', 4, '*21*079123****#'],
    ['١٢٣٤', 3, '١***'],
  ])('%j without its last %i digits is %j', (number, digits, masked) => {
    expect(maskNumber(number, { digits })).toBe(masked);
  });

  const number = fc.string({
    unit: fc.constantFrom(...Array.from('0123456789'), '+', ' ', '-', '*', '#', '(', ')', 'a', '@', '٣', '３', '😀'),
    maxLength: 40,
  });
  const digits = fc.integer({ min: 0, max: 10 });
  const isDigit = (character: string) => /^\p{Nd}$/u.test(character);

  it('shows the first digits only, and of a number with N digits or fewer none', () => {
    fc.assert(
      fc.property(number, digits, (clear, hidden) => {
        const all = Array.from(clear).filter(isDigit);
        const shown = Array.from(maskNumber(clear, { digits: hidden })).filter(isDigit);
        expect(shown).toEqual(hidden === 0 ? all : all.slice(0, Math.max(0, all.length - hidden)));
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing but digits into stars, each at its place', () => {
    fc.assert(
      fc.property(number, digits, (clear, hidden) => {
        const before = Array.from(clear);
        const after = Array.from(maskNumber(clear, { digits: hidden }));
        expect(after).toHaveLength(before.length);
        for (const [index, character] of after.entries()) {
          if (character !== before[index]) expect([character, isDigit(before[index] ?? '')]).toEqual(['*', true]);
        }
      }),
    );
  });

  it('hides no less the more digits are to be hidden', () => {
    const visible = (text: string) => Array.from(text).filter(isDigit).length;
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 9 }), (clear, hidden) => {
        const fewer = maskNumber(clear, { digits: hidden });
        expect(visible(maskNumber(clear, { digits: hidden + 1 }))).toBeLessThanOrEqual(visible(fewer));
      }),
    );
  });
});

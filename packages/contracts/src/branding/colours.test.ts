import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateBrandingInput } from '../inputs/branding';
import {
  accentContrast,
  accentTokens,
  brandBackgrounds,
  brandThemes,
  contrast,
  isReadableAccent,
  luminance,
  nearestReadable,
  textContrast,
} from './colours';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const theme = fc.constantFrom(...brandThemes);

describe('contrast', () => {
  it('is that of WCAG for known pairs', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(luminance('#ff0000')).toBeCloseTo(0.2126, 4);
  });

  it('does not depend on the order, and lies between 1 and 21', () => {
    fc.assert(
      fc.property(colour, colour, (one, other) => {
        const value = contrast(one, other);
        expect(value).toBe(contrast(other, one));
        expect(value).toBeGreaterThanOrEqual(1);
        expect(value).toBeLessThanOrEqual(21);
      }),
    );
  });
});

describe('an accent', () => {
  it('that is accepted can be read on every background, and the text on it too', () => {
    fc.assert(
      fc.property(colour, theme, (given, where) => {
        const accent = nearestReadable(given, where);
        const tokens = accentTokens(accent, where);
        for (const background of Object.values(brandBackgrounds[where])) {
          expect(contrast(accent, background)).toBeGreaterThanOrEqual(textContrast);
          expect(contrast(tokens['accent-fg'], background)).toBeGreaterThanOrEqual(textContrast);
        }
        expect(contrast(tokens['accent-fg'], tokens['accent-soft'])).toBeGreaterThanOrEqual(textContrast);
        expect(contrast(tokens['on-accent'], tokens.accent)).toBeGreaterThanOrEqual(textContrast);
        expect(contrast(tokens['on-accent'], tokens['accent-hover'])).toBeGreaterThanOrEqual(textContrast);
      }),
    );
  });

  it('is refused exactly when its weakest contrast is below 4.5:1', () => {
    fc.assert(
      fc.property(colour, theme, (accent, where) => {
        const field = where === 'light' ? 'accentLight' : 'accentDark';
        const result = updateBrandingInput.shape[field].safeParse(accent);
        expect(result.success).toBe(accentContrast(accent, where) >= textContrast);
        if (!result.success) expect(result.error.issues.map(({ message }) => message)).toEqual(['colour-contrast']);
      }),
    );
  });

  it('that can be read stays what it is; another one is moved to one that can', () => {
    fc.assert(
      fc.property(colour, theme, (accent, where) => {
        const nearest = nearestReadable(accent, where);
        expect(isReadableAccent(nearest, where)).toBe(true);
        if (isReadableAccent(accent, where)) expect(nearest).toBe(accent);
      }),
    );
  });

  it('that is no colour is named so', () => {
    for (const wrong of ['red', '#fff', '#12345g', 'rgb(1,2,3)', '#1234567', '']) {
      const result = updateBrandingInput.shape.accentLight.safeParse(wrong);
      expect(result.error?.issues.map(({ message }) => message)).toEqual(['colour-form']);
    }
    expect(updateBrandingInput.shape.accentLight.parse(' #1A4480 ')).toBe('#1a4480');
    expect(updateBrandingInput.shape.accentLight.parse(null)).toBeNull();
  });
});

describe('a host name', () => {
  const schema = updateBrandingInput.shape.hostName;

  it('is taken as a whole, in lower case', () => {
    expect(schema.parse(' Portal.Example.COM ')).toBe('portal.example.com');
    expect(schema.parse('intern')).toBe('intern');
  });

  it.each(['https://a.example', 'a.example:443', '*.example.com', 'a b', '-a.example', 'a..example', '10.0.0.1', ''])(
    '%j is refused',
    (wrong) => {
      expect(schema.safeParse(wrong).success).toBe(false);
    },
  );
});

describe("a mail's sender", () => {
  const schema = updateBrandingInput.shape.mailFromName;

  it('is plain text on one line that looks like no address', () => {
    expect(schema.parse('Südtirol Kommunikation')).toBe('Südtirol Kommunikation');
    for (const wrong of ['A\r\nBcc: all@example.com', 'boss@example.com', 'A <a>', 'A\u202eB']) {
      expect(schema.safeParse(wrong).success).toBe(false);
    }
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { accentTokens, brandBackgrounds, brandThemes, contrast, textContrast } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { brandCss } from './brand-css';

const tokens = readFileSync(path.join(import.meta.dirname, '../../../../../packages/ui/src/styles/tokens.css'), 'utf8');
const start = { light: '[data-theme-scope="light"] {', dark: '[data-theme-scope="dark"] {' };

function tokensOf(theme: 'light' | 'dark'): Record<string, string> {
  const body = tokens.slice(tokens.indexOf(start[theme])).split('}', 1)[0] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/--ui-([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

describe.each(brandThemes)('%s', (theme) => {
  test('accents are judged on the backgrounds that the interface has', () => {
    const shown = tokensOf(theme);
    for (const [name, colour] of Object.entries(brandBackgrounds[theme]))
      expect([name, shown[name]]).toEqual([name, colour]);
  });

  test('the text of a brand can be read on a selected row and on its own soft ground', () => {
    const shown = tokensOf(theme);
    const accents =
      theme === 'light' ? ['#0b5f2a', '#8a1538', '#1d4ed8', '#000000'] : ['#8ab4f8', '#f2a65a', '#7ddba3', '#ffffff'];
    for (const accent of accents) {
      const own = accentTokens(accent, theme);
      for (const ground of [shown['selected'] ?? '', own['accent-soft']]) {
        expect(contrast(own['accent-fg'], ground)).toBeGreaterThanOrEqual(textContrast);
      }
      for (const text of ['fg', 'fg-muted', 'fg-subtle']) {
        expect(contrast(shown[text] ?? '', own['accent-soft'])).toBeGreaterThanOrEqual(textContrast);
      }
    }
  });
});

describe('the stylesheet of a brand', () => {
  test('replaces what the library says a brand replaces, and nothing else', () => {
    const css = brandCss({ accentLight: '#0b5f2a', accentDark: '#8ab4f8' });
    const names = new Set([...css.matchAll(/--ui-([\w-]+):/g)].map((match) => match[1]));
    expect([...names].toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
      'accent',
      'accent-fg',
      'accent-hover',
      'accent-soft',
      'focus',
      'on-accent',
    ]);
    for (const name of names) expect(tokensOf('light')).toHaveProperty(String(name));
  });

  test('leaves a theme alone for which the brand has no accent', () => {
    expect(brandCss(null)).toBe('');
    expect(brandCss({ accentLight: null, accentDark: null })).toBe('');
    expect(brandCss({ accentLight: '#0b5f2a', accentDark: null })).not.toContain('dark');
    expect(brandCss({ accentLight: null, accentDark: '#8ab4f8' })).not.toMatch(/^:root\{/);
  });

  test('takes nothing but readable colours, whatever stands in the database', () => {
    for (const wrong of ['#fff', 'red;}body{display:none', '</style><script>', '#ffffff']) {
      expect(brandCss({ accentLight: wrong, accentDark: null })).toBe('');
    }
  });
});

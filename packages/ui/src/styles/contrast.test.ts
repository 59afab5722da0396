import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function block(start: string): Map<string, string> {
  const from = css.indexOf(start);
  if (from < 0) throw new Error(`tokens.css has no block ${start}`);
  const body = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from));
  return new Map([...body.matchAll(/--ui-([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

const light = block(':root,');
const dark = block(':root[data-theme="dark"],');
const systemDark = block(':root:not([data-theme=');

// WCAG 2.2, definition of relative luminance.
function luminance(hex: string): number {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`not a six-digit colour: ${hex}`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const backgrounds = ['page', 'surface', 'raised', 'sunken', 'hover', 'pressed', 'selected'];
const tones = ['ok', 'warn', 'danger', 'info', 'progress', 'neutral'];

const textPairs: [text: string, background: string][] = [
  ...['fg', 'fg-muted'].flatMap((text) => backgrounds.map((back): [string, string] => [text, back])),
  ...backgrounds.map((back): [string, string] => ['fg-subtle', back]),
  ...['page', 'surface', 'raised', 'sunken', 'hover', 'selected'].map((back): [string, string] => ['accent-fg', back]),
  ['accent-fg', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger-solid'],
  ['on-danger', 'danger-solid-hover'],
  // Tooltips are the page's colours the other way round.
  ['page', 'fg'],
  ...tones.flatMap((tone) =>
    ['page', 'surface', 'raised', 'hover', 'selected', `${tone}-soft`].map((back): [string, string] => [tone, back]),
  ),
  ...tones.map((tone): [string, string] => ['fg', `${tone}-soft`]),
];

// Borders of inputs, the focus ring, the filled boxes of checkboxes and switches.
const controlPairs: [mark: string, background: string][] = [
  ...['page', 'surface', 'raised', 'sunken', 'hover', 'selected'].flatMap((back): [string, string][] => [
    ['line-strong', back],
    ['focus', back],
  ]),
  ['accent', 'surface'],
  ['accent', 'page'],
  ['accent', 'raised'],
  ['on-accent', 'accent'],
];

function color(theme: Map<string, string>, name: string): string {
  const value = theme.get(name);
  if (!value) throw new Error(`token --ui-${name} is missing`);
  return value;
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s theme', (_name, theme) => {
  it.each(textPairs)('text %s on %s has at least 4.5:1', (text, back) => {
    expect(contrast(color(theme, text), color(theme, back))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(controlPairs)('control %s on %s has at least 3:1', (mark, back) => {
    expect(contrast(color(theme, mark), color(theme, back))).toBeGreaterThanOrEqual(3);
  });
});

describe('token blocks', () => {
  it('use the same dark values for the chosen and the system theme', () => {
    expect([...systemDark]).toEqual([...dark]);
    expect(dark.size).toBeGreaterThan(30);
  });

  it('give every colour of the light theme a dark value', () => {
    const shared = [...light.keys()].filter((name) => !name.startsWith('duration-'));
    expect([...dark.keys()].sort()).toEqual(shared.sort());
  });

  it('reach Tailwind under names that exist in the tokens', () => {
    const globals = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
    const used = [...globals.matchAll(/var\(--ui-([\w-]+)\)/g)].map((match) => match[1] ?? '');
    expect(used.length).toBeGreaterThan(40);
    expect(used.filter((name) => !light.has(name))).toEqual([]);
  });

  it('computes the contrast of known colours as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});

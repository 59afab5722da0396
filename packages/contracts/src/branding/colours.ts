/** The themes that a brand's accent has to be readable in. */
export const brandThemes = ['light', 'dark'] as const;
export type BrandTheme = (typeof brandThemes)[number];

/** WCAG 2.2, success criterion 1.4.3: text of normal size. */
export const textContrast = 4.5;

/**
 * The backgrounds that the accent stands on, as in the tokens of packages/ui (a test of the portal compares them), and
 * the end of the scale that text moves to for more contrast.
 */
export const brandBackgrounds: Record<BrandTheme, Readonly<Record<string, string>>> = {
  light: { page: '#f7f8f9', surface: '#ffffff', raised: '#ffffff', sunken: '#f1f3f5', hover: '#eff1f4' },
  dark: { page: '#0e1014', surface: '#15181d', raised: '#1b1f26', sunken: '#0b0d10', hover: '#1e222a' },
};
const selected: Record<BrandTheme, string> = { light: '#edeffc', dark: '#20253d' };

const white = '#ffffff';
const ink = '#0b0d10';

type Rgb = readonly [red: number, green: number, blue: number];

/** True for `#rrggbb` in lower case. */
export function isColour(value: string): boolean {
  return /^#[0-9a-f]{6}$/.test(value);
}

function parse(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function format(rgb: readonly number[]): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** `share` of `colour` in `other`. */
function mix(colour: string, other: string, share: number): string {
  const from = parse(other);
  return format(parse(colour).map((part, index) => (from[index] ?? 0) + (part - (from[index] ?? 0)) * share));
}

/** WCAG 2.2, "relative luminance": 0 is black, 1 is white. */
export function luminance(colour: string): number {
  const [red, green, blue] = parse(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio": from 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** White or nearly black, whichever reads better on `accent`. */
export function onAccent(accent: string): string {
  return contrast(white, accent) >= contrast(ink, accent) ? white : ink;
}

/** The weakest contrast of an accent in a theme: against each background it stands on, and of the text on it. */
export function accentContrast(accent: string, theme: BrandTheme): number {
  const backgrounds = Object.values(brandBackgrounds[theme]).map((background) => contrast(accent, background));
  return Math.min(...backgrounds, contrast(onAccent(accent), accent));
}

/** Whether an accent can be read everywhere it is used in a theme. */
export function isReadableAccent(accent: string, theme: BrandTheme): boolean {
  return isColour(accent) && accentContrast(accent, theme) >= textContrast;
}

/**
 * The nearest readable colour: the accent moved towards black (light theme) or white (dark theme), as little as it takes.
 * A readable one stays what it is.
 */
export function nearestReadable(accent: string, theme: BrandTheme): string {
  const end = theme === 'light' ? '#000000' : white;
  for (let share = 100; share > 0; share -= 1) {
    const candidate = mix(accent, end, share / 100);
    if (isReadableAccent(candidate, theme)) return candidate;
  }
  return end;
}

/** The tokens of packages/ui that a brand replaces, without their `--ui-`. */
export interface AccentTokens {
  accent: string;
  'accent-hover': string;
  'on-accent': string;
  'accent-fg': string;
  'accent-soft': string;
  focus: string;
}

/** Everything that follows from a readable accent: each text of it keeps 4.5:1 where it stands. */
export function accentTokens(accent: string, theme: BrandTheme): AccentTokens {
  const text = onAccent(accent);
  const { surface = white } = brandBackgrounds[theme];
  const soft = mix(accent, surface, theme === 'light' ? 0.08 : 0.12);
  return {
    accent,
    // Away from the text on it, so that the contrast only grows.
    'accent-hover': mix(accent, text === white ? '#000000' : white, 0.85),
    'on-accent': text,
    'accent-fg': textOf(accent, theme, soft),
    'accent-soft': soft,
    focus: accent,
  };
}

/** The accent as text: on its own soft ground and on a selected row it has to be a little stronger than on the page. */
function textOf(accent: string, theme: BrandTheme, soft: string): string {
  const grounds = [...Object.values(brandBackgrounds[theme]), selected[theme], soft];
  const end = theme === 'light' ? '#000000' : white;
  for (let share = 100; share > 0; share -= 1) {
    const candidate = mix(accent, end, share / 100);
    if (grounds.every((ground) => contrast(candidate, ground) >= textContrast)) return candidate;
  }
  return end;
}

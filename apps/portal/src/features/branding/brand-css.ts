import { accentTokens, type BrandingView, type BrandTheme, isReadableAccent } from '@switchroom/contracts';

/** The tokens of a theme as declarations; empty where the product's own accent stays. */
function declarations(accent: string | null, theme: BrandTheme): string {
  // What is not a colour that can be read here never becomes part of a stylesheet.
  if (accent === null || !isReadableAccent(accent, theme)) return '';
  return Object.entries(accentTokens(accent, theme))
    .map(([name, value]) => `--ui-${name}:${value}`)
    .join(';');
}

/**
 * The stylesheet of a branding; empty without accents. Its selectors are those of the tokens of packages/ui, which it
 * stands behind: each theme without an accent of the brand keeps the product's own.
 */
export function brandCss(branding: Pick<BrandingView, 'accentLight' | 'accentDark'> | null): string {
  const light = declarations(branding?.accentLight ?? null, 'light');
  const dark = declarations(branding?.accentDark ?? null, 'dark');
  return [
    light === '' ? '' : `:root{${light}}`,
    dark === '' ? '' : `:root[data-theme="dark"]{${dark}}`,
    dark === ''
      ? ''
      : `@media (prefers-color-scheme:dark){:root:not([data-theme="light"],[data-theme="dark"]){${dark}}}`,
  ]
    .filter((rule) => rule !== '')
    .join('');
}

/** Where a logo is fetched. */
export function logoPath(hash: string): string {
  return `/api/branding/${hash}`;
}

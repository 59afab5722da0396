/** What the person chose; "system" follows the operating system. */
export type Theme = 'light' | 'dark' | 'system';

/** Name of the cookie that keeps the choice; the server writes it into data-theme of the html element. */
export const THEME_COOKIE = 'theme';

/** The theme in a cookie's value; anything else is "system". */
export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

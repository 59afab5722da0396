'use client';
import { THEME_COOKIE, type Theme } from '@switchroom/ui/lib/theme';
import { useTranslations } from 'next-intl';
import { setPortalCookie } from '../session/set-cookie';

/** The words of the theme choice. */
export function useThemeLabels(): Record<Theme | 'group', string> {
  const t = useTranslations('shell.person');
  return { group: t('theme'), light: t('light'), dark: t('dark'), system: t('system') };
}

/** Changes the theme at once and keeps it; the server writes it into the next page, so nothing flashes. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  setPortalCookie(THEME_COOKIE, theme);
}

'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { THEME_COOKIE, type Theme } from '../lib/theme';
import { Segmented } from './segmented';

const YEAR_S = 365 * 24 * 60 * 60;

/** Light, dark or as the system. `initial` comes from the cookie (parseTheme), so server and browser agree. */
export function ThemeToggle({
  initial,
  labels,
  onChange,
  className,
}: {
  initial: Theme;
  labels: Record<Theme | 'group', string>;
  onChange?: (theme: Theme) => void;
  className?: string;
}) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme): void => {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    // The Cookie Store API is missing in older browsers.
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_S}; samesite=lax`;
    onChange?.(next);
  };
  return (
    <Segmented
      aria-label={labels.group}
      className={className}
      value={theme}
      onValueChange={choose}
      options={[
        { value: 'light', label: labels.light, icon: <Sun aria-hidden="true" />, iconOnly: true },
        { value: 'dark', label: labels.dark, icon: <Moon aria-hidden="true" />, iconOnly: true },
        { value: 'system', label: labels.system, icon: <Monitor aria-hidden="true" />, iconOnly: true },
      ]}
    />
  );
}

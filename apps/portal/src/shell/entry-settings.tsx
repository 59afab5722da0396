'use client';
import { ThemeToggle } from '@switchroom/ui/components/theme-toggle';
import type { Theme } from '@switchroom/ui/lib/theme';
import { useThemeLabels } from './use-theme';
import { LanguageSelect } from './language-select';

export function EntrySettings({ theme }: { theme: Theme }) {
  const labels = useThemeLabels();
  return (
    <>
      <LanguageSelect className="w-32" />
      <ThemeToggle initial={theme} labels={labels} />
    </>
  );
}

import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { parseTheme, THEME_COOKIE } from '@switchroom/ui/lib/theme';
import { EntrySettings } from './entry-settings';
import { BrandMark } from '../features/branding/brand-mark';
import { BrandStyle } from '../features/branding/brand-style';
import { hostBranding } from '../features/branding/host-branding';

/** The quiet frame of the pages before a session: mark, one form, language and theme. */
export async function EntryFrame({ children }: { children: ReactNode }) {
  const [t, jar, branding] = await Promise.all([getTranslations('common'), cookies(), hostBranding()]);
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] px-4">
      <BrandStyle branding={branding} />
      <main className="mx-auto grid w-full max-w-sm content-center gap-6 py-10">
        <div className="flex items-center gap-2.5">
          <BrandMark branding={branding} className="size-7" />
          <span className="text-lg font-semibold tracking-tight">{branding?.productName ?? t('product')}</span>
        </div>
        {children}
      </main>
      <footer className="mx-auto flex w-full max-w-sm items-center justify-between gap-4 py-4">
        <EntrySettings theme={parseTheme(jar.get(THEME_COOKIE)?.value)} />
      </footer>
    </div>
  );
}

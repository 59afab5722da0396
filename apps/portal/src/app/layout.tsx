import { parseTheme, THEME_COOKIE } from '@switchroom/ui/lib/theme';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Providers } from '../shell/providers';
import { pickNamespaces } from '../messages';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const [t, incoming] = await Promise.all([getTranslations('common'), headers()]);
  return {
    metadataBase: publicOrigin(incoming),
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('tagline'),
    robots: { index: false, follow: false },
  };
}

/** Where the browser sees the portal, for absolute addresses in the page's head. */
function publicOrigin(incoming: Headers): URL {
  const host = incoming.get('x-forwarded-host') ?? incoming.get('host') ?? 'localhost';
  const origin = `${incoming.get('x-forwarded-proto') ?? 'http'}://${host}`;
  return new URL(URL.canParse(origin) ? origin : 'http://localhost');
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f8f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1014' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, jar] = await Promise.all([getLocale(), getMessages(), cookies()]);
  return (
    <html lang={locale} data-theme={parseTheme(jar.get(THEME_COOKIE)?.value)}>
      <body>
        <NextIntlClientProvider messages={pickNamespaces(messages)}>
          <Providers>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

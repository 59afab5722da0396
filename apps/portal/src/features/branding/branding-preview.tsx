'use client';
import { accentTokens, brandThemes, type BrandTheme, isReadableAccent } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { LogoMark } from '@switchroom/ui/components/logo-mark';
import { Activity, Server } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useRef } from 'react';
import { LogoImage } from './brand-mark';

export interface PreviewLook {
  productName: string;
  accentLight: string | null;
  accentDark: string | null;
  /** Address of the logo. */
  logo: string | undefined;
}

/** The look in both themes, whatever theme the page has. Only for the eye: nothing in it does anything. */
export function BrandingPreview({ look }: { look: PreviewLook }) {
  const t = useTranslations('branding.preview');
  return (
    <div role="img" aria-label={t('label', { name: look.productName })} className="grid gap-3 sm:grid-cols-2">
      {brandThemes.map((theme) => (
        <ThemePreview key={theme} theme={theme} look={look} />
      ))}
    </div>
  );
}

function ThemePreview({ theme, look }: { theme: BrandTheme; look: PreviewLook }) {
  const t = useTranslations('branding.preview');
  const nav = useTranslations('nav');
  const frame = useRef<HTMLDivElement>(null);
  const accent = theme === 'light' ? look.accentLight : look.accentDark;
  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null || accent === null || !isReadableAccent(accent, theme)) return;
    const tokens = Object.entries(accentTokens(accent, theme));
    for (const [name, value] of tokens) current.style.setProperty(`--ui-${name}`, value);
    return () => {
      for (const [name] of tokens) current.style.removeProperty(`--ui-${name}`);
    };
  }, [accent, theme]);
  return (
    <div
      ref={frame}
      data-theme-scope={theme}
      aria-hidden="true"
      className="grid gap-3 rounded-lg border border-line bg-page p-3 text-sm text-fg"
    >
      <span className="flex min-w-0 items-center gap-2">
        {look.logo === undefined ? <LogoMark className="size-6" /> : <LogoImage src={look.logo} className="size-6" />}
        <span className="truncate text-base font-semibold tracking-tight">{look.productName}</span>
      </span>
      <span className="grid gap-1">
        <span className="flex items-center gap-2 rounded-md bg-accent-soft px-2 py-1 font-medium text-accent-fg [&_svg]:size-4">
          <Activity />
          {nav('overview')}
        </span>
        <span className="flex items-center gap-2 px-2 py-1 text-fg-muted [&_svg]:size-4">
          <Server />
          {nav('pbxs')}
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-surface p-2">
        <span className="inline-flex h-8 items-center rounded-md bg-accent px-3 font-medium text-on-accent">
          {t('button')}
        </span>
        <span className="text-accent-fg underline underline-offset-2">{t('link')}</span>
        <Badge tone="ok">{t('chip')}</Badge>
      </span>
    </div>
  );
}

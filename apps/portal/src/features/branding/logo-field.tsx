'use client';
import { readLogo } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { LogoMark } from '@switchroom/ui/components/logo-mark';
import { ImageUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { useRuleText } from '../../trpc/use-error-text';
import { LogoImage } from './brand-mark';
import type { BrandingDraft } from './draft';

/** Chooses the logo; the file is looked at here already, and by the gateway again. */
export function LogoField({
  shown,
  onChange,
  error,
}: {
  /** Address of the logo as it would be after saving; undefined without one. */
  shown: string | undefined;
  onChange: (logo: BrandingDraft['logo']) => void;
  error: string | undefined;
}) {
  const t = useTranslations('branding.logo');
  const ruleText = useRuleText();
  const labelId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [rule, setRule] = useState<string | undefined>(undefined);
  const take = async (file: File): Promise<void> => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const read = readLogo(bytes);
    if (typeof read === 'string') {
      setRule(read);
      return;
    }
    setRule(undefined);
    onChange({ kind: 'new', base64: toBase64(bytes), type: read.type });
  };
  const problem = ruleText(rule) ?? error;
  return (
    <div role="group" aria-labelledby={labelId} className="grid gap-1.5">
      <span id={labelId} className="text-sm font-medium">
        {t('label')}
      </span>
      <div className="flex flex-wrap items-center gap-3">
        <span className="grid size-12 place-items-center rounded-md border border-line bg-surface">
          {shown === undefined ? (
            <LogoMark className="size-8" />
          ) : (
            <LogoImage src={shown} title={t('current')} className="size-8" />
          )}
        </span>
        <input
          ref={input}
          type="file"
          accept="image/png,image/webp"
          aria-label={t('choose')}
          tabIndex={-1}
          className="hidden"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) void take(file);
          }}
        />
        <Button icon={<ImageUp aria-hidden="true" />} onClick={() => input.current?.click()}>
          {t('choose')}
        </Button>
        {shown === undefined ? null : (
          <Button
            variant="ghost"
            onClick={() => {
              setRule(undefined);
              onChange({ kind: 'none' });
            }}
          >
            {t('remove')}
          </Button>
        )}
      </div>
      <p className="text-xs text-fg-muted">{t('help')}</p>
      <p role="alert" className="text-xs text-danger empty:hidden">
        {problem}
      </p>
    </div>
  );
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

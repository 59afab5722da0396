'use client';
import { accentContrast, type BrandTheme, isColour, isReadableAccent, nearestReadable } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';

/** An accent as text and as a picker, with the contrast it has, and the nearest one that can be read. */
export function ColourField({
  theme,
  value,
  onChange,
  error,
}: {
  theme: BrandTheme;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) {
  const t = useTranslations('branding');
  const locale = useFormatLocale();
  const colour = value.trim().toLowerCase();
  const known = isColour(colour);
  const readable = known && isReadableAccent(colour, theme);
  const nearest = known && !readable ? nearestReadable(colour, theme) : undefined;
  // Rounded down: 4.49 is not 4.5.
  const ratio = known ? formatNumber(Math.floor(accentContrast(colour, theme) * 10) / 10, locale) : undefined;
  return (
    <Field
      label={t(`fields.${theme}`)}
      help={ratio === undefined ? t('fields.accentHelp') : t('contrast', { ratio })}
      error={error}
      trailing={
        nearest === undefined ? undefined : (
          <Button size="sm" variant="ghost" onClick={() => onChange(nearest)}>
            {t('useNearest', { colour: nearest })}
          </Button>
        )
      }
    >
      <Input
        mono
        placeholder="#1a4480"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        prefix={
          <input
            type="color"
            aria-label={t(`pick.${theme}`)}
            value={known ? colour : '#000000'}
            onChange={(event) => onChange(event.target.value)}
            className="size-6 cursor-pointer rounded-sm border border-line bg-transparent p-0"
          />
        }
      />
    </Field>
  );
}

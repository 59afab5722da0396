'use client';
import { maskNumber } from '@switchroom/contracts';
import { Input } from '@switchroom/ui/components/input';
import { Segmented } from '@switchroom/ui/components/segmented';
import { useTranslations } from 'next-intl';
import { useId } from 'react';

/** A number as a caller's might be, to show what becomes of it. */
const EXAMPLE = '0041791234567';
/** Offered when somebody begins to hide digits. */
const USUAL_DIGITS = '3';

/** Nothing is hidden, or the last digits of a number; with what a number looks like then. */
export function MaskingControl({
  max,
  digits,
  disabled,
  onDigits,
}: {
  max: number;
  /** As typed; `0` hides nothing. */
  digits: string;
  disabled: boolean;
  onDigits: (digits: string) => void;
}) {
  const t = useTranslations('settingValues.field.masking');
  const exampleId = useId();
  const hides = digits.trim() !== '0';
  const count = Number(digits);
  const shown = Number.isInteger(count) && count >= 0 && count <= max ? maskNumber(EXAMPLE, { digits: count }) : '–';
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {disabled ? null : (
          <Segmented
            options={[
              { value: 'none', label: t('none') },
              { value: 'last', label: t('last') },
            ]}
            value={hides ? 'last' : 'none'}
            onValueChange={(next) => {
              if (next === 'none') onDigits('0');
              else if (!hides) onDigits(USUAL_DIGITS);
            }}
          />
        )}
        {hides ? (
          <Input
            inputMode="numeric"
            autoComplete="off"
            className="w-28 tabular-nums"
            aria-describedby={exampleId}
            unit={t('digits', { count: Number.isNaN(count) ? 2 : count })}
            value={digits}
            disabled={disabled}
            onChange={(event) => onDigits(event.target.value)}
          />
        ) : disabled ? (
          <Input className="max-w-52" value={t('none')} disabled readOnly />
        ) : null}
      </div>
      <p id={exampleId} className="font-mono text-xs text-fg-muted">
        {t('example', { number: EXAMPLE, shown })}
      </p>
    </div>
  );
}

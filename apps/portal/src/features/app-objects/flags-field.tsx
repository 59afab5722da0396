'use client';
import { type AppFlag, type AppFlags, appFlags } from '@switchroom/contracts';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** The check marks of an App object in the order and words of the PBX Manager, each with what it does. */
export function FlagsField({
  value,
  onChange,
  required,
  broken,
  readOnly,
}: {
  value: AppFlags;
  onChange: (value: AppFlags) => void;
  /** Flags that the chosen app needs this way. */
  required: Partial<AppFlags>;
  /** Of these the ones that are not that way. */
  broken: readonly AppFlag[];
  readOnly: boolean;
}) {
  const t = useTranslations('appObjects.form');
  const fields = useTranslations('plans.fields');
  const help = useTranslations('appObjects.flags');
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 text-sm font-medium">{t('flags')}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {appFlags.map((flag) => (
          <Checkbox
            key={flag}
            checked={value[flag]}
            disabled={readOnly}
            onCheckedChange={(on) => onChange({ ...value, [flag]: on === true })}
            label={
              <>
                {fields(flag)}
                {required[flag] === undefined ? null : (
                  <span className="ml-1.5 text-xs font-normal text-fg-muted">
                    {required[flag] ? t('needed') : t('mustBeOff')}
                  </span>
                )}
              </>
            }
            help={
              broken.includes(flag) ? (
                <span className="flex items-start gap-1 text-warn">
                  <TriangleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
                  {t('broken')}
                </span>
              ) : (
                help(flag)
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

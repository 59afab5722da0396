'use client';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Segmented } from '@switchroom/ui/components/segmented';
import { useTimeZone, useTranslations } from 'next-intl';
import type { Schedule } from './schedule';

/** At once, or at a time in the person's zone. */
export function ScheduleField({
  value,
  onChange,
  invalid,
}: {
  value: Schedule;
  onChange: (next: Schedule) => void;
  invalid: boolean;
}) {
  const t = useTranslations('settingChanges.confirm');
  const zone = useTimeZone() ?? 'UTC';
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <Field label={t('when')}>
        <Segmented
          options={[
            { value: 'now', label: t('now') },
            { value: 'later', label: t('later') },
          ]}
          value={value.later ? 'later' : 'now'}
          onValueChange={(when) => onChange({ ...value, later: when === 'later' })}
        />
      </Field>
      {value.later ? (
        <Field label={t('time')} help={t('zone', { zone })} error={invalid ? t('timeInvalid') : undefined}>
          <Input
            type="datetime-local"
            value={value.at}
            onChange={(event) => onChange({ ...value, at: event.target.value })}
          />
        </Field>
      ) : null}
    </div>
  );
}

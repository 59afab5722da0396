'use client';
import type { SettingsPreview } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { Textarea } from '@switchroom/ui/components/textarea';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTimeZone, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useFormatLocale } from '../../../i18n/use-format-locale';
import { useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { FormDialog } from '../../../shell/form-dialog';
import { nowAt, readSchedule } from './schedule';
import { ScheduleField } from './schedule-field';
import { SettingsPreviewView } from './settings-preview-view';

/** From this number of PBXes on, the organisation's name has to be typed. */
const TYPED_FROM = 100;

/** A preview as `useQuery` gives it. */
export interface PreviewQuery {
  data: SettingsPreview | undefined;
  isFetching: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
}

/**
 * What a change of settings would do, and the question whether it shall: reason, where offered a time, and above a
 * number of PBXes the organisation's name. Mounted while it is open.
 */
export function ConfirmSettings({
  title,
  description,
  preview,
  busy,
  error,
  schedulable = false,
  submit,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  description?: ReactNode;
  preview: PreviewQuery;
  busy: boolean;
  /** Of the save; null without one. */
  error: unknown;
  /** It may take effect later. */
  schedulable?: boolean;
  /** What the button says, unless it asks a second person or is for later. */
  submit?: string;
  onConfirm: (confirmed: { digest: string; reason: string; effectiveAt: Date | undefined }) => void;
  onClose: () => void;
  /** Above the preview. */
  children?: ReactNode;
}) {
  const t = useTranslations('settingChanges.confirm');
  const locale = useFormatLocale();
  const zone = useTimeZone() ?? 'UTC';
  const { name } = useOrganisation();
  const [reason, setReason] = useState('');
  const [schedule, setSchedule] = useState(nowAt);
  const [typed, setTyped] = useState('');
  const [late, setLate] = useState(false);
  // While it is read again nobody agrees to the one before.
  const seen = preview.isFetching ? undefined : preview.data;
  const many = seen !== undefined && seen.impact.pbxs >= TYPED_FROM;
  const count = seen === undefined ? 0 : seen.differences.length + (seen.locks?.length ?? 0);
  const ready = count > 0 && (!many || typed.trim() === name);
  const label =
    seen?.needsSecondPerson === true ? t('ask') : schedule.later ? t('schedule') : (submit ?? t('save', { count }));
  return (
    <FormDialog
      title={title}
      {...(description === undefined ? {} : { description })}
      size="lg"
      submit={label}
      busy={busy}
      staysWhileBusy
      ready={ready}
      className="gap-4"
      onSubmit={() => {
        if (seen === undefined) return;
        const when = readSchedule(schedule, zone, Date.now());
        setLate(when === 'invalid');
        if (when !== 'invalid') onConfirm({ digest: seen.digest, reason: reason.trim(), effectiveAt: when });
      }}
      onClose={onClose}
    >
      {children}
      {error === null || error === undefined ? null : <ErrorPanel error={error} />}
      {preview.isError ? (
        <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />
      ) : seen === undefined ? (
        <div role="status" aria-label={t('loading')}>
          <Skeleton className="h-48" />
        </div>
      ) : (
        <SettingsPreviewView preview={seen} />
      )}
      {seen === undefined || count === 0 ? null : (
        <>
          {schedulable ? (
            <ScheduleField
              value={schedule}
              onChange={(next) => {
                setSchedule(next);
                setLate(false);
              }}
              invalid={late}
            />
          ) : null}
          <Field label={t('reason')} optionalMark={t('optional')} help={`${t('reasonHelp')} ${t('undo')}`}>
            <Textarea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          {many ? (
            <Field label={t('typed', { pbxs: formatNumber(seen.impact.pbxs, locale), name })}>
              <Input
                autoComplete="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </Field>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}

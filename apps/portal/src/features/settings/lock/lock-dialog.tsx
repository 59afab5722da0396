'use client';
import { type LocalText, lockSettingInput, settingEntry } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorPanel } from '../../../shell/error-panel';
import { FormDialog } from '../../../shell/form-dialog';
import { useTRPC } from '../../../trpc/context';
import { useErrorText, useRuleText } from '../../../trpc/use-error-text';
import { OwnBelow } from './own-below';
import { useLockDone } from './use-lock-done';

/** Fixes what holds at an organisation for everything below it, with a reason; says how many own values then do not count. */
export function LockDialog({
  organisationId,
  settingKey,
  onClose,
}: {
  organisationId: string;
  settingKey: string;
  onClose: () => void;
}) {
  const t = useTranslations('settingValues.lock');
  const common = useTranslations('common');
  const locale: keyof LocalText = useLocale();
  const trpc = useTRPC();
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const lock = useMutation(trpc.settings.lock.mutationOptions({ onSuccess: useLockDone(t('locked'), onClose) }));
  const parsed = lockSettingInput.safeParse({ organisationId, key: settingKey, reason });
  const rule = tried && !parsed.success ? parsed.error.issues[0]?.message : undefined;
  const fields = lock.error === null ? {} : errorText(lock.error).fields;
  return (
    <FormDialog
      title={t('title', { label: settingEntry(settingKey)?.label[locale] ?? settingKey })}
      description={t('description')}
      submit={t('submit')}
      busy={lock.isPending}
      onSubmit={() => {
        setTried(true);
        if (parsed.success) lock.mutate(parsed.data);
      }}
      onClose={onClose}
    >
      {lock.error === null || fields['reason'] !== undefined ? null : <ErrorPanel error={lock.error} />}
      <OwnBelow organisationId={organisationId} settingKey={settingKey} text="hits" />
      <Field
        label={t('reason')}
        help={t('reasonHelp')}
        error={ruleText(rule) ?? fields['reason']}
        required
        requiredMark={common('required')}
      >
        <Textarea
          rows={2}
          maxLength={200}
          value={reason}
          onChange={(event) => {
            lock.reset();
            setReason(event.target.value);
          }}
        />
      </Field>
    </FormDialog>
  );
}

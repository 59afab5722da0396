'use client';
import type { SettingChangeDetail } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { FormDialog } from '../../../shell/form-dialog';
import { useTRPC } from '../../../trpc/context';
import { useRuleText } from '../../../trpc/use-error-text';
import { SettingImpactView } from '../preview/setting-impact';
import { useSettingWords } from '../preview/use-setting-words';
import { useSettingsChanged } from './use-settings-changed';

export type Decision = 'approve' | 'reject';

/** Agrees to a change or refuses it; mounted while it is open. */
export function DecideDialog({
  change,
  decision,
  onClose,
}: {
  change: SettingChangeDetail;
  decision: Decision;
  onClose: () => void;
}) {
  const t = useTranslations('settingChanges.acts');
  const trpc = useTRPC();
  const rule = useRuleText();
  const words = useSettingWords();
  const changed = useSettingsChanged();
  const { id: organisationId } = useOrganisation();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const onSuccess = async (): Promise<void> => {
    await changed();
    onClose();
  };
  const approve = useMutation(trpc.settings.approve.mutationOptions({ onSuccess }));
  const reject = useMutation(trpc.settings.reject.mutationOptions({ onSuccess }));
  const act = { approve, reject }[decision];
  // Who made it shall know why it is not done.
  const needsReason = decision === 'reject';
  return (
    <FormDialog
      title={t(`${decision}.title`)}
      description={t(`${decision}.description`, { name: words.person(change.personName) })}
      submit={t(`${decision}.submit`)}
      danger={decision === 'reject'}
      busy={act.isPending}
      onSubmit={() => {
        const text = reason.trim();
        setMissing(needsReason && text === '');
        if (needsReason && text === '') return;
        act.mutate({ organisationId, changeId: change.id, reason: text });
      }}
      onClose={onClose}
    >
      {act.error === null ? null : <ErrorPanel error={act.error} />}
      {decision === 'approve' && change.impact !== null ? <SettingImpactView impact={change.impact} /> : null}
      <Field
        label={t('reason')}
        required={needsReason}
        optionalMark={t('optional')}
        error={missing ? rule('required') : undefined}
      >
        <Textarea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

'use client';
import { type OrganisationDetail, organisationNameSchema } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { useOrganisationChanged } from './use-organisation-changed';

/** Another name; mounted while it is open. */
export function RenameDialog({ detail, onClose }: { detail: OrganisationDetail; onClose: () => void }) {
  const t = useTranslations('organisations.rename');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const trpc = useTRPC();
  const changed = useOrganisationChanged(onClose);
  const [name, setName] = useState(detail.name);
  const [tried, setTried] = useState(false);
  // What the dialog was opened with: a newer version that arrives while it is open is somebody else's change.
  const [version] = useState(detail.version);
  const checked = organisationNameSchema.safeParse(name);
  const rename = useMutation(trpc.organisations.rename.mutationOptions({ onSuccess: changed }));
  const fieldError = rename.error === null ? undefined : errorText(rename.error).fields['name'];
  const broken = tried && !checked.success ? ruleText(checked.error.issues[0]?.message) : undefined;
  return (
    <FormDialog
      title={t('title')}
      size="sm"
      submit={t('submit')}
      busy={rename.isPending}
      onSubmit={() => {
        setTried(true);
        if (checked.success) rename.mutate({ organisationId: detail.id, version, name: checked.data });
      }}
      onClose={onClose}
    >
      {rename.error && fieldError === undefined ? <ErrorPanel error={rename.error} /> : null}
      <Field label={t('name')} error={broken ?? fieldError}>
        <Input autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

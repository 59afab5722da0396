'use client';
import { type OrganisationDetail, organisationNameSchema } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { useOrganisationChanged } from './use-organisation-changed';

/** Another name; mounted while it is open. */
export function RenameDialog({ detail, onClose }: { detail: OrganisationDetail; onClose: () => void }) {
  const t = useTranslations('organisations.rename');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const trpc = useTRPC();
  const changed = useOrganisationChanged();
  const formId = useId();
  const [name, setName] = useState(detail.name);
  const [tried, setTried] = useState(false);
  // What the dialog was opened with: a newer version that arrives while it is open is somebody else's change.
  const [version] = useState(detail.version);
  const checked = organisationNameSchema.safeParse(name);
  const rename = useMutation(
    trpc.organisations.rename.mutationOptions({
      onSuccess: async () => {
        await changed();
        onClose();
      },
    }),
  );
  const fieldError = rename.error === null ? undefined : errorText(rename.error).fields['name'];
  const broken = tried && !checked.success ? ruleText(checked.error.issues[0]?.message) : undefined;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      closeLabel={common('close')}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" loading={rename.isPending}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (checked.success) rename.mutate({ organisationId: detail.id, version, name: checked.data });
        }}
      >
        {rename.error && fieldError === undefined ? <ErrorPanel error={rename.error} /> : null}
        <Field label={t('name')} error={broken ?? fieldError}>
          <Input autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}

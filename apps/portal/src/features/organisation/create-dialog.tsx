'use client';
import {
  childKinds,
  type CreateOrganisationInput,
  type OrganisationKind,
  organisationNameSchema,
} from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { RadioGroup } from '@switchroom/ui/components/radio-group';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { organisationPath } from './sides';
import { useOrganisationChanged } from './use-organisation-changed';

/** A new organisation below that of the page; mounted while it is open. Leads to the new one. */
export function CreateDialog({ parentKind, onClose }: { parentKind: OrganisationKind; onClose: () => void }) {
  const t = useTranslations('organisations.create');
  const kindText = useTranslations('organisations.create.kinds');
  const access = useTranslations('access');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const trpc = useTRPC();
  const router = useRouter();
  const changed = useOrganisationChanged();
  const organisation = useOrganisation();
  const kinds = childKinds(parentKind);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<OrganisationKind>(kinds.includes('customer') ? 'customer' : (kinds[0] ?? 'site'));
  const [tried, setTried] = useState(false);
  const checked = organisationNameSchema.safeParse(name);
  const create = useMutation(
    trpc.organisations.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await changed();
        router.push(organisationPath(id));
      },
    }),
  );
  const fields = create.error === null ? {} : errorText(create.error).fields;
  const broken = tried && !checked.success ? ruleText(checked.error.issues[0]?.message) : undefined;
  const submit = (input: Omit<CreateOrganisationInput, 'organisationId'>): void =>
    create.mutate({ organisationId: organisation.id, ...input });
  return (
    <FormDialog
      title={t('title')}
      description={t('description', { name: organisation.name })}
      size="sm"
      submit={t('submit')}
      busy={create.isPending || create.isSuccess}
      onSubmit={() => {
        setTried(true);
        if (checked.success) submit({ name: checked.data, kind });
      }}
      onClose={onClose}
    >
      {create.error && Object.keys(fields).length === 0 ? <ErrorPanel error={create.error} /> : null}
      <Field label={t('name')} error={broken ?? fields['name']}>
        <Input autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t('kind')} error={fields['kind']}>
        <RadioGroup
          options={kinds.map((one) => ({
            value: one,
            label: access(`kinds.${one}`),
            help: one === 'provider' ? undefined : kindText(one),
          }))}
          value={kind}
          onValueChange={setKind}
        />
      </Field>
    </FormDialog>
  );
}

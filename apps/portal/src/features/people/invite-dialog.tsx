'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { createInvitationInput, personNameSchema } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import type { Locale } from '../../i18n/locales';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { LocaleField } from './locale-field';
import { type RoleChoice, RoleSelect } from './role-select';

const schema = z.object({ email: createInvitationInput.shape.email, name: personNameSchema });

/** Invites somebody to the page's organisation by mail. */
export function InviteDialog({ onClose, onSent }: { onClose: () => void; onSent: (email: string) => void }) {
  const t = useTranslations('members.inviteDialog');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const current = useLocale();
  const [locale, setLocale] = useState<Locale>(current);
  const [choice, setChoice] = useState<RoleChoice | undefined>(undefined);
  const [missing, setMissing] = useState(false);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver: zodResolver(schema), defaultValues: { email: '', name: '' } });
  const invite = useMutation(
    trpc.invitations.create.mutationOptions({
      onSuccess: (_, input) => {
        void queryClient.invalidateQueries(trpc.invitations.list.pathFilter());
        onSent(input.email);
      },
    }),
  );
  const refused = invite.error === null ? {} : errorText(invite.error).fields;
  const send = (values: z.infer<typeof schema>): void => {
    if (choice !== undefined) invite.mutate({ organisationId: organisation.id, ...values, ...choice, locale });
  };
  return (
    <FormDialog
      title={t('title', { organisation: organisation.name })}
      description={t('description')}
      submit={t('submit')}
      busy={invite.isPending}
      onSubmit={(event) => {
        setMissing(choice === undefined);
        void handleSubmit(send)(event);
      }}
      onClose={onClose}
    >
      {invite.error !== null && Object.keys(refused).length === 0 ? <ErrorPanel error={invite.error} /> : null}
      <Field label={t('email')} error={ruleText(errors.email?.message) ?? refused['email']}>
        <Input type="email" autoComplete="off" spellCheck={false} {...register('email')} />
      </Field>
      <Field label={t('name')} error={ruleText(errors.name?.message) ?? refused['name']}>
        <Input autoComplete="off" {...register('name')} />
      </Field>
      <Field
        label={t('role')}
        help={t('roleHelp', { organisation: organisation.name })}
        error={missing && choice === undefined ? ruleText('role-unknown') : refused['role']}
      >
        <RoleSelect organisation={organisation} value={choice} onChange={setChoice} />
      </Field>
      <LocaleField value={locale} onChange={setLocale} />
    </FormDialog>
  );
}

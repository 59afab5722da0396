'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { accountPasswordSchema, type InvitationView, personNameSchema } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { signIn } from '../../session/account-client';
import { NewPasswordField } from '../../session/new-password-field';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';

const schema = z.object({ name: personNameSchema, password: accountPasswordSchema });

/** Name and password of somebody new; afterwards they are signed in. */
export function NewAccountForm({ token, invitation }: { token: string; invitation: InvitationView }) {
  const t = useTranslations('members.accept');
  const trpc = useTRPC();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const {
    register,
    handleSubmit,
    control,
    formState: { errors },
  } = useForm({ resolver: zodResolver(schema), defaultValues: { name: invitation.name, password: '' } });
  const password = useWatch({ control, name: 'password' });
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: async ({ email }, input) => {
        const result = await signIn({ email, password: input.account?.password ?? '' });
        // A full load: nothing of before stays in memory.
        window.location.assign(result.kind === 'ok' ? '/' : '/sign-in');
      },
    }),
  );
  const refused = accept.error === null ? {} : errorText(accept.error).fields;
  return (
    // post: sent before the scripts are there, the password must not end up in the address.
    <form
      method="post"
      noValidate
      onSubmit={(event) => void handleSubmit((account) => accept.mutate({ token, account }))(event)}
      className="grid gap-4"
    >
      {accept.error !== null && Object.keys(refused).length === 0 ? <ErrorPanel error={accept.error} /> : null}
      <Field label={t('email')}>
        <Input type="email" autoComplete="username" readOnly value={invitation.email} />
      </Field>
      <Field label={t('name')} error={ruleText(errors.name?.message) ?? refused['account.name']}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      <NewPasswordField
        label={t('password')}
        error={ruleText(errors.password?.message) ?? refused['account.password']}
        registered={register('password')}
        password={password}
      />
      <Button type="submit" variant="primary" size="lg" loading={accept.isPending || accept.isSuccess}>
        {t('submitNew')}
      </Button>
    </form>
  );
}

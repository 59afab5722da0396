'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { type MemberDetail, type OrganisationRef, removeSecondFactorInput } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { FormDialog } from '../../shell/form-dialog';
import { errorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';

const schema = removeSecondFactorInput.pick({ reason: true });

/** For somebody who has lost it: asks why, and warns of who might be asking. */
export function RemoveSecondFactorDialog({
  person,
  organisation,
  onClose,
  onDone,
}: {
  person: MemberDetail;
  organisation: OrganisationRef;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations('members.removeFactor');
  const trpc = useTRPC();
  const locale = useLocale();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver: zodResolver(schema), defaultValues: { reason: '' } });
  const remove = useMutation(trpc.members.removeSecondFactor.mutationOptions({ onSuccess: onDone }));
  const refusal = remove.error === null ? undefined : errorText(remove.error);
  return (
    <FormDialog
      title={t('title', { name: person.name })}
      description={t('description', { name: person.name })}
      submit={t('submit')}
      danger
      busy={remove.isPending}
      onSubmit={(event) =>
        void handleSubmit(({ reason }) =>
          remove.mutate({ organisationId: organisation.id, memberId: person.id, reason, locale }),
        )(event)
      }
      onClose={onClose}
    >
      <Banner tone="warn">{t('check')}</Banner>
      {refusal === undefined ? null : (
        <Banner tone="danger" live="alert">
          {refusal.fields['memberId'] ?? errorLine(refusal)}
        </Banner>
      )}
      <Field label={t('reason')} help={t('reasonHelp')} error={ruleText(errors.reason?.message)}>
        <Input autoComplete="off" {...register('reason')} />
      </Field>
    </FormDialog>
  );
}

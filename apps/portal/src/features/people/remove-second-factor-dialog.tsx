'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { type MemberDetail, type OrganisationRef, removeSecondFactorInput } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { refusalText } from './refusal-text';

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
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const locale = useLocale();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const id = useId();
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver: zodResolver(schema), defaultValues: { reason: '' } });
  const remove = useMutation(trpc.members.removeSecondFactor.mutationOptions({ onSuccess: onDone }));
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name: person.name })}
      description={t('description', { name: person.name })}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={id} variant="danger" loading={remove.isPending}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        onSubmit={(event) =>
          void handleSubmit(({ reason }) =>
            remove.mutate({ organisationId: organisation.id, memberId: person.id, reason, locale }),
          )(event)
        }
        className="grid gap-3"
      >
        <Banner tone="warn">{t('check')}</Banner>
        {remove.error === null ? null : (
          <Banner tone="danger" live="alert">
            {refusalText(errorText(remove.error), 'memberId')}
          </Banner>
        )}
        <Field label={t('reason')} help={t('reasonHelp')} error={ruleText(errors.reason?.message)}>
          <Input autoComplete="off" {...register('reason')} />
        </Field>
      </form>
    </Dialog>
  );
}

'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { impersonationMinutes, viewAsInput } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { RadioGroup } from '@switchroom/ui/components/radio-group';
import { Select } from '@switchroom/ui/components/select';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { leaveForHome } from '../../session/identity';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';

const schema = z.object({
  mode: z.enum(['view', 'act']),
  minutes: z.string(),
  reason: viewAsInput.shape.reason,
});
type Values = z.input<typeof schema>;

/** Whether the person may look in or act as members of the page's organisation at all; show the action only then. */
export function useMayImpersonate(): boolean {
  const [view, act] = [useCan('members:view-as'), useCan('members:act-as')];
  return view || act;
}

/**
 * Asks how and why, and begins: the portal loads anew as the person. Mount it while it is open; `member.id` is that of
 * a membership at the page's organisation or below.
 */
export function ImpersonationStartDialog({
  member,
  onClose,
}: {
  member: { id: string; name: string };
  onClose: () => void;
}) {
  const t = useTranslations('impersonation.dialog');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const [mayView, mayAct] = [useCan('members:view-as'), useCan('members:act-as')];
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const {
    register,
    handleSubmit,
    control,
    setValue,
    formState: { errors },
  } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { mode: mayView ? 'view' : 'act', minutes: '30', reason: '' },
  });
  const [mode, minutes] = useWatch({ control, name: ['mode', 'minutes'] });
  const done = { onSuccess: leaveForHome };
  const view = useMutation(trpc.impersonation.view.mutationOptions(done));
  const act = useMutation(trpc.impersonation.act.mutationOptions(done));
  const { error, isPending, isSuccess } = mode === 'view' ? view : act;
  const refused = error === null ? undefined : errorText(error).fields['reason'];
  const start = (values: Values): void => {
    const length = impersonationMinutes.find((each) => String(each) === values.minutes) ?? 30;
    const input = {
      organisationId: organisation.id,
      memberId: member.id,
      minutes: length,
      reason: values.reason,
    };
    if (values.mode === 'view') view.mutate(input);
    else act.mutate(input);
  };
  return (
    <FormDialog
      title={t('title', { name: member.name })}
      description={t('description')}
      submit={mode === 'view' ? t('startView') : t('startAct')}
      busy={isPending || isSuccess}
      staysWhileBusy
      onSubmit={(event) => void handleSubmit(start)(event)}
      onClose={onClose}
    >
      {error !== null && refused === undefined ? <ErrorPanel error={error} /> : null}
      <RadioGroup
        aria-label={t('mode')}
        value={mode}
        onValueChange={(next) => setValue('mode', next)}
        options={[
          ...(mayView ? [{ value: 'view' as const, label: t('view'), help: t('viewHelp') }] : []),
          ...(mayAct ? [{ value: 'act' as const, label: t('act'), help: t('actHelp') }] : []),
        ]}
      />
      <Field label={t('minutes')}>
        <Select
          className="w-44"
          value={minutes}
          onValueChange={(next) => setValue('minutes', next)}
          options={impersonationMinutes.map((count) => ({
            value: String(count),
            label: t('minutesOption', { count }),
          }))}
        />
      </Field>
      <Field label={t('reason')} help={t('reasonHelp')} error={ruleText(errors.reason?.message) ?? refused}>
        <Textarea rows={2} {...register('reason')} />
      </Field>
    </FormDialog>
  );
}

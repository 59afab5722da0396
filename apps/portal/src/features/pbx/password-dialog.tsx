'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { objectPasswordSchema, type PbxDetail } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { CopyField } from '@switchroom/ui/components/copy-field';
import { Banner } from '@switchroom/ui/components/banner';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { RadioGroup } from '@switchroom/ui/components/radio-group';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { keepPassword, useOncePassword } from './once-password';

const schema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('made'), password: z.string() }),
  z.object({ from: z.literal('given'), password: objectPasswordSchema }),
]);
type Values = z.input<typeof schema>;

/** Sets the password that this link expects or uses: one made here and shown this once, or one the person gives. */
export function PasswordDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.password');
  const common = useTranslations('common.actions');
  const session = useTranslations('session.signIn');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const id = useId();
  const {
    register,
    handleSubmit,
    control,
    setValue,
    formState: { errors },
  } = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { from: 'made', password: '' } });
  const from = useWatch({ control, name: 'from' });
  const shownBehind = useOncePassword(pbx.id);
  const set = useMutation(
    trpc.pbxs.setPassword.mutationOptions({
      // The answer holds the password: it is forgotten with this dialog.
      gcTime: 0,
      onSuccess: ({ password }) => {
        // The page behind may show the one before, which is no longer true.
        keepPassword(pbx.id, shownBehind === undefined ? undefined : password);
        if (password === undefined) onClose();
      },
    }),
  );
  const fieldError = set.error === null ? undefined : errorText(set.error).fields['password'];
  const made = set.data?.password;
  return (
    <Dialog
      open
      // A request under way may set another password: the person has to see it.
      onOpenChange={(open) => (open || set.isPending ? undefined : onClose())}
      onEscape={(event) => {
        if (made !== undefined) event.preventDefault();
      }}
      title={t('title')}
      description={t('description', { name: pbx.appObjectName })}
      closeLabel={common('close')}
      footer={
        made === undefined ? (
          <>
            <Button disabled={set.isPending} onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" form={id} variant="primary" loading={set.isPending}>
              {from === 'made' ? t('make') : t('set')}
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            {t('done')}
          </Button>
        )
      }
    >
      {made === undefined ? (
        <form
          id={id}
          noValidate
          onSubmit={(event) =>
            void handleSubmit((values) =>
              set.mutate({
                organisationId: organisation.id,
                pbxId: pbx.id,
                ...(values.from === 'given' ? { password: values.password } : {}),
              }),
            )(event)
          }
          className="grid gap-3"
        >
          {set.error !== null && fieldError === undefined ? <ErrorPanel error={set.error} /> : null}
          {pbx.link.kind === 'online' ? (
            <Banner tone="warn" live="off">
              {t('online')}
            </Banner>
          ) : null}
          <RadioGroup
            aria-label={t('title')}
            value={from}
            onValueChange={(next) => setValue('from', next)}
            options={[
              { value: 'made', label: t('made'), help: t('madeHelp') },
              { value: 'given', label: t('given'), help: t('givenHelp') },
            ]}
          />
          {from === 'given' ? (
            <Field label={t('password')} error={ruleText(errors.password?.message) ?? fieldError}>
              <PasswordInput
                autoComplete="off"
                revealLabel={session('show')}
                hideLabel={session('hide')}
                {...register('password')}
              />
            </Field>
          ) : null}
        </form>
      ) : (
        <div className="grid gap-3">
          <Banner tone="ok">{t('madeDone', { name: pbx.appObjectName })}</Banner>
          <Field label={t('password')} help={t('once')}>
            <CopyField value={made} copyLabel={t('copy')} copiedLabel={common('copied')} />
          </Field>
        </div>
      )}
    </Dialog>
  );
}

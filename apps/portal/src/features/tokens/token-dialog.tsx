'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { CodeBlock } from '@switchroom/ui/components/code-block';
import { CopyField } from '@switchroom/ui/components/copy-field';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { TokenForm } from './token-form';

/** Makes a token, and shows it this once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tokens');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const errorText = useErrorText();
  const exact = useExactTime();
  const id = useId();
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      // The answer holds the token: it is forgotten with this dialog.
      gcTime: 0,
      onSuccess: () => void queryClient.invalidateQueries(trpc.tokens.list.pathFilter()),
    }),
  );
  const fields = create.error === null ? {} : errorText(create.error).fields;
  const made = create.data;
  const close = (): void => {
    create.reset();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || create.isPending ? undefined : close())}
      // A stray click or key must not take away what is shown once.
      onEscape={(event) => {
        if (made !== undefined) event.preventDefault();
      }}
      size="lg"
      title={made === undefined ? t('dialog.title') : t('made.title', { name: create.variables?.name ?? '' })}
      description={
        made === undefined ? t('dialog.description', { organisation: organisation.name }) : t('made.description')
      }
      closeLabel={common('close')}
      footer={
        made === undefined ? (
          <>
            <Button disabled={create.isPending} onClick={close}>
              {common('cancel')}
            </Button>
            <Button type="submit" form={id} variant="primary" loading={create.isPending}>
              {t('dialog.submit')}
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={close}>
            {t('made.done')}
          </Button>
        )
      }
    >
      {made === undefined ? (
        <div className="grid gap-3">
          {create.error !== null && Object.keys(fields).length === 0 ? <ErrorPanel error={create.error} /> : null}
          <TokenForm
            id={id}
            refused={fields}
            onSubmit={(values) => create.mutate({ organisationId: organisation.id, ...values })}
          />
        </div>
      ) : (
        <div className="grid gap-3">
          <Banner tone="ok">{t('made.until', { time: exact(made.expiresAt) })}</Banner>
          <Field label={t('made.token')}>
            <CopyField value={made.token} copyLabel={t('made.copy')} copiedLabel={common('copied')} />
          </Field>
          <div className="grid gap-1">
            <p className="text-sm font-medium">{t('made.try')}</p>
            <CodeBlock
              label={t('made.curl')}
              code={`curl -H "Authorization: Bearer $TOKEN" ${window.location.origin}/api/trpc/session.me`}
              copyLabel={common('copy')}
              copiedLabel={common('copied')}
            />
          </div>
        </div>
      )}
    </Dialog>
  );
}

'use client';
import type { AppObjectDetail } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { errorLine } from '../pbx/error-line';
import { referenceLines } from './reference-lines';
import { useRememberPlan } from './use-remember-plan';

/** Names what still refers to the app, then makes the plan that removes it; that plan is confirmed on its own. */
export function DeleteDialog({
  pbxId,
  app,
  onClose,
  onPlan,
}: {
  pbxId: string;
  app: AppObjectDetail;
  onClose: () => void;
  onPlan: (planId: string) => void;
}) {
  const t = useTranslations('appObjects.delete');
  const kinds = useTranslations('plans.objectKinds');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const errorText = useErrorText();
  const rememberPlan = useRememberPlan();
  const remove = useMutation(
    trpc.appObjects.planDelete.mutationOptions({
      onSuccess: (plan) => {
        rememberPlan(plan);
        onPlan(plan.id);
      },
    }),
  );
  const lines = referenceLines(app.references, (kind) => kinds(kind));
  const text = remove.error === null ? undefined : errorText(remove.error);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name: app.longName === '' ? app.name : app.longName })}
      description={
        <>
          <p>{lines.length === 0 ? t('noReferences') : t('references', { count: lines.length })}</p>
          {app.references.directUsers === undefined ? <p>{t('usersUnknown')}</p> : null}
        </>
      }
      hits={lines}
      hitsMore={lines.length > 8 ? t('more', { count: lines.length - 8 }) : undefined}
      confirmLabel={t('confirm')}
      cancelLabel={common('cancel')}
      loading={remove.isPending}
      error={text && (Object.values(text.fields)[0] ?? errorLine(text))}
      onConfirm={() => remove.mutate({ organisationId, pbxId, guid: app.guid })}
    />
  );
}

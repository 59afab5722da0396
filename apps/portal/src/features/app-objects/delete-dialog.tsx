'use client';
import type { AppObjectDetail } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ActDialog } from '../../shell/act-dialog';
import { errorLine, refusedField } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
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
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
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
  return (
    <ActDialog
      act={remove}
      onClose={onClose}
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
      refusal={(text) => refusedField(text) ?? errorLine(text)}
      onConfirm={() => remove.mutate({ organisationId, pbxId, guid: app.guid })}
    />
  );
}

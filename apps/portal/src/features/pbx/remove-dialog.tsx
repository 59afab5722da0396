'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { errorLine } from './error-line';

/** Forgets a PBX here, after its name was typed. The PBX itself is not touched. */
export function RemoveDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.remove');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const organisation = useOrganisation();
  const errorText = useErrorText();
  const remove = useMutation(
    trpc.pbxs.remove.mutationOptions({
      onSuccess: () => {
        router.push(`/o/${organisation.id}/pbxs`);
        void queryClient.invalidateQueries(trpc.pbxs.list.pathFilter());
      },
    }),
  );
  const text = remove.error === null ? undefined : errorText(remove.error);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name: pbx.name })}
      description={
        <>
          <p>{t('what', { count: pbx.appObjects ?? 0 })}</p>
          <p>{t('undo')}</p>
        </>
      }
      typed={{ text: pbx.name, label: t('typed', { name: pbx.name }) }}
      confirmLabel={t('confirm')}
      cancelLabel={common('cancel')}
      danger
      loading={remove.isPending || remove.isSuccess}
      error={text && (text.fields['confirmName'] ?? errorLine(text))}
      onConfirm={() => remove.mutate({ organisationId: organisation.id, pbxId: pbx.id, confirmName: pbx.name })}
    />
  );
}

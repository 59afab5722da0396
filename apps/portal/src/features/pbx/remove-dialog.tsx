'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ActDialog } from '../../shell/act-dialog';
import { errorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';

/** Forgets a PBX here, after its name was typed. The PBX itself is not touched. */
export function RemoveDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.remove');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const organisation = useOrganisation();
  const remove = useMutation(
    trpc.pbxs.remove.mutationOptions({
      onSuccess: () => {
        router.push(`/o/${organisation.id}/pbxs`);
        void queryClient.invalidateQueries(trpc.pbxs.list.pathFilter());
      },
    }),
  );
  return (
    <ActDialog
      act={{ ...remove, isPending: remove.isPending || remove.isSuccess }}
      onClose={onClose}
      title={t('title', { name: pbx.name })}
      description={
        <>
          <p>{t('what', { count: pbx.appObjects ?? 0 })}</p>
          <p>{t('undo')}</p>
        </>
      }
      typed={{ text: pbx.name, label: t('typed', { name: pbx.name }) }}
      confirmLabel={t('confirm')}
      danger
      refusal={(text) => text.fields['confirmName'] ?? errorLine(text)}
      onConfirm={() => remove.mutate({ organisationId: organisation.id, pbxId: pbx.id, confirmName: pbx.name })}
    />
  );
}

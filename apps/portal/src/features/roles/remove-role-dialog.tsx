'use client';
import type { CustomRoleView } from '@switchroom/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ActDialog } from '../../shell/act-dialog';
import { errorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';

/** Deletes a role that nobody has; says who still has it otherwise. */
export function RemoveRoleDialog({ role, onClose }: { role: CustomRoleView; onClose: () => void }) {
  const t = useTranslations('members.roleDialog');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const remove = useMutation(
    trpc.roles.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.roles.list.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <ActDialog
      act={remove}
      onClose={onClose}
      title={t('removeTitle', { name: role.name })}
      description={t('removeWhat')}
      confirmLabel={t('removeConfirm')}
      danger
      refusal={(text) => text.fields['permissions'] ?? text.fields['roleId'] ?? errorLine(text)}
      onConfirm={() => remove.mutate({ organisationId, roleId: role.id })}
    />
  );
}

'use client';
import type { CustomRoleView } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { refusalText } from '../people/refusal-text';

/** Deletes a role that nobody has; says who still has it otherwise. */
export function RemoveRoleDialog({ role, onClose }: { role: CustomRoleView; onClose: () => void }) {
  const t = useTranslations('members.roleDialog');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const errorText = useErrorText();
  const remove = useMutation(
    trpc.roles.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.roles.list.pathFilter());
        onClose();
      },
    }),
  );
  const text = remove.error === null ? undefined : errorText(remove.error);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('removeTitle', { name: role.name })}
      description={t('removeWhat')}
      confirmLabel={t('removeConfirm')}
      cancelLabel={common('cancel')}
      danger
      loading={remove.isPending}
      error={text && (text.fields['permissions'] ?? refusalText(text, 'roleId'))}
      onConfirm={() => remove.mutate({ organisationId, roleId: role.id })}
    />
  );
}

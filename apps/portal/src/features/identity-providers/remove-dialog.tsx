'use client';
import type { IdentityProviderView } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';

/** Ends sign-in through a provider, after saying who loses what. */
export function RemoveDialog({
  provider,
  onClose,
  onRemoved,
}: {
  provider: IdentityProviderView;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const t = useTranslations('identityProviders.remove');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const errorText = useErrorText();
  const remove = useMutation(
    trpc.identityProviders.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.identityProviders.list.pathFilter());
        onRemoved();
      },
    }),
  );
  const text = remove.error === null ? undefined : errorText(remove.error);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name: provider.name })}
      description={
        <>
          <p>{t('roles', { count: provider.members })}</p>
          <p>{t('onlyHere', { count: provider.onlyHere })}</p>
          <p>{t('undo')}</p>
        </>
      }
      typed={{ text: provider.name, label: t('typed', { name: provider.name }) }}
      confirmLabel={t('confirm')}
      cancelLabel={common('cancel')}
      danger
      loading={remove.isPending}
      error={text && `${text.title}. ${text.meaning} ${text.cure}`}
      onConfirm={() =>
        remove.mutate({ organisationId: organisation.id, providerId: provider.id, confirmName: provider.name })
      }
    />
  );
}

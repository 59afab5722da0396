'use client';
import type { IdentityProviderView } from '@switchroom/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ActDialog } from '../../shell/act-dialog';
import { useTRPC } from '../../trpc/context';

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
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const remove = useMutation(
    trpc.identityProviders.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.identityProviders.list.pathFilter());
        onRemoved();
      },
    }),
  );
  return (
    <ActDialog
      act={remove}
      onClose={onClose}
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
      danger
      onConfirm={() =>
        remove.mutate({ organisationId: organisation.id, providerId: provider.id, confirmName: provider.name })
      }
    />
  );
}

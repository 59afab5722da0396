'use client';
import type { TokenRow } from '@switchroom/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useExactTime } from '../../shell/time';
import { ActDialog } from '../../shell/act-dialog';
import { useTRPC } from '../../trpc/context';

/** Ends a token, after saying what that means for whoever uses it. */
export function RevokeDialog({ token, onClose }: { token: TokenRow; onClose: () => void }) {
  const t = useTranslations('tokens.revoke');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const exact = useExactTime();
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tokens.list.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <ActDialog
      act={revoke}
      onClose={onClose}
      title={t('title', { name: token.name })}
      description={
        <>
          <p>{t('what')}</p>
          <p>
            {token.lastUsedAt === undefined
              ? t('unused')
              : t('lastUsed', { time: exact(token.lastUsedAt), address: token.lastUsedAddress ?? '–' })}
          </p>
          <p>{t('undo')}</p>
        </>
      }
      confirmLabel={t('confirm')}
      danger
      onConfirm={() => revoke.mutate({ organisationId: organisation.id, tokenId: token.id })}
    />
  );
}

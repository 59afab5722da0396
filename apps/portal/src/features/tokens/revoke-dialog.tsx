'use client';
import type { TokenRow } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';

/** Ends a token, after saying what that means for whoever uses it. */
export function RevokeDialog({ token, onClose }: { token: TokenRow; onClose: () => void }) {
  const t = useTranslations('tokens.revoke');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const errorText = useErrorText();
  const exact = useExactTime();
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tokens.list.pathFilter());
        onClose();
      },
    }),
  );
  const text = revoke.error === null ? undefined : errorText(revoke.error);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
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
      cancelLabel={common('cancel')}
      danger
      loading={revoke.isPending}
      error={text && `${text.title}. ${text.meaning} ${text.cure}`}
      onConfirm={() => revoke.mutate({ organisationId: organisation.id, tokenId: token.id })}
    />
  );
}

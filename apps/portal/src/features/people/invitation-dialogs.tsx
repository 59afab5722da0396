'use client';
import type { InvitationRow } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Locale } from '../../i18n/locales';
import { ActDialog } from '../../shell/act-dialog';
import { ErrorPanel } from '../../shell/error-panel';
import { errorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import { LocaleField } from './locale-field';

/** Takes an invitation back: its link stops working. */
export function RevokeInvitationDialog({ invitation, onClose }: { invitation: InvitationRow; onClose: () => void }) {
  const t = useTranslations('members.invitations');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.invitations.list.pathFilter());
        onClose();
      },
    }),
  );
  const { id: invitationId, email, organisation } = invitation;
  return (
    <ActDialog
      act={revoke}
      onClose={onClose}
      title={t('revokeTitle', { email })}
      description={t('revokeWhat')}
      confirmLabel={t('revokeConfirm')}
      danger
      refusal={(text) => text.fields['invitationId'] ?? errorLine(text)}
      onConfirm={() => revoke.mutate({ organisationId: organisation.id, invitationId })}
    />
  );
}

/** Sends a new link in a language of choice; the one before stops working. */
export function ResendInvitationDialog({
  invitation,
  onClose,
  onSent,
}: {
  invitation: InvitationRow;
  onClose: () => void;
  onSent: () => void;
}) {
  const t = useTranslations('members.invitations');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const current = useLocale();
  const [locale, setLocale] = useState<Locale>(current);
  const resend = useMutation(
    trpc.invitations.resend.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.invitations.list.pathFilter());
        onSent();
      },
    }),
  );
  const { id: invitationId, email, organisation } = invitation;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('resendTitle', { email })}
      description={t('resendWhat')}
      closeLabel={common('close')}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            loading={resend.isPending}
            onClick={() => resend.mutate({ organisationId: organisation.id, invitationId, locale })}
          >
            {t('resendConfirm')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {resend.error === null ? null : <ErrorPanel error={resend.error} />}
        <LocaleField value={locale} onChange={setLocale} />
      </div>
    </Dialog>
  );
}

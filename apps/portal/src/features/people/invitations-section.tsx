'use client';
import type { InvitationRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Section } from '@switchroom/ui/components/section';
import { Cell } from '@switchroom/ui/components/table';
import { useQuery } from '@tanstack/react-query';
import { Ban, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { ListTable } from '../../shell/list-body';
import { useMoment } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { ResendInvitationDialog, RevokeInvitationDialog } from './invitation-dialogs';
import { openInvitationsInput } from './people-search';
import { useRoleName } from './use-role-name';

/** Invitations that nobody has accepted yet; not there while there are none. */
export function InvitationsSection({ onSent }: { onSent: (email: string) => void }) {
  const t = useTranslations('members.invitations');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const [act, setAct] = useState<{ kind: 'resend' | 'revoke'; invitation: InvitationRow } | undefined>(undefined);
  const list = useQuery(trpc.invitations.list.queryOptions(openInvitationsInput(id)));
  if (list.isError) return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined || list.data.rows.length === 0) return null;
  return (
    <Section title={t('title')} description={t('description')}>
      <ListTable
        label={t('title')}
        heads={[
          ...(['email', 'role', 'where', 'invitedBy', 'expires'] as const).map((key) => t(`columns.${key}`)),
          { label: t('columns.actions'), unseen: true },
        ]}
        rows={list.data.rows}
        marks={({ id }) => ({ 'data-invitation': id })}
      >
        {(invitation) => (
          <InvitationCells
            invitation={invitation}
            onResend={() => setAct({ kind: 'resend', invitation })}
            onRevoke={() => setAct({ kind: 'revoke', invitation })}
          />
        )}
      </ListTable>
      {act?.kind === 'resend' ? (
        <ResendInvitationDialog
          invitation={act.invitation}
          onClose={() => setAct(undefined)}
          onSent={() => {
            setAct(undefined);
            onSent(act.invitation.email);
          }}
        />
      ) : null}
      {act?.kind === 'revoke' ? (
        <RevokeInvitationDialog invitation={act.invitation} onClose={() => setAct(undefined)} />
      ) : null}
    </Section>
  );
}

function InvitationCells({
  invitation,
  onResend,
  onRevoke,
}: {
  invitation: InvitationRow;
  onResend: () => void;
  onRevoke: () => void;
}) {
  const t = useTranslations('members.invitations');
  const roleName = useRoleName();
  const moment = useMoment();
  const { email, name, organisation, invitedBy, expiresAt, expired } = invitation;
  return (
    <>
      <Cell>
        <span className="grid min-w-0">
          <span className="font-medium break-all">{email}</span>
          <span className="text-xs text-fg-muted">{name}</span>
        </span>
      </Cell>
      <Cell label={t('columns.role')}>{roleName(invitation)}</Cell>
      <Cell label={t('columns.where')}>{organisation.name}</Cell>
      <Cell label={t('columns.invitedBy')}>{invitedBy}</Cell>
      <Cell label={t('columns.expires')}>
        {expired ? <Badge tone="warn">{t('expired')}</Badge> : moment(expiresAt)}
      </Cell>
      <Cell label={t('columns.actions')}>
        <span className="flex justify-end gap-1">
          <IconButton label={t('resend', { email })} icon={<Send aria-hidden="true" />} onClick={onResend} />
          <IconButton label={t('revoke', { email })} icon={<Ban aria-hidden="true" />} onClick={onRevoke} />
        </span>
      </Cell>
    </>
  );
}

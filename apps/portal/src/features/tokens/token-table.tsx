'use client';
import type { TokenRow } from '@switchroom/contracts';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Cell } from '@switchroom/ui/components/table';
import { Tooltip } from '@switchroom/ui/components/tooltip';
import { Ban } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { ListTable } from '../../shell/list-body';
import { Ago, useExactTime, useMoment } from '../../shell/time';
import { TokenStateChip } from './token-state-chip';

/** The rows of the list; what a token may do stands behind its count. */
export function TokenTable({
  rows,
  busy,
  onRevoke,
}: {
  rows: readonly TokenRow[];
  busy: boolean;
  onRevoke: (token: TokenRow) => void;
}) {
  const t = useTranslations('tokens');
  const access = useTranslations('access.permissions');
  const moment = useMoment({ compact: true });
  const exact = useExactTime();
  const { id } = useOrganisation();
  const mayRevoke = useCan('tokens:manage');
  return (
    <ListTable
      label={t('title')}
      heads={[
        ...(['name', 'state', 'prefix', 'permissions', 'createdBy', 'lastUsed', 'expires'] as const).map((key) =>
          t(`columns.${key}`),
        ),
        ...(mayRevoke ? [{ label: t('columns.actions'), unseen: true }] : []),
      ]}
      rows={rows}
      busy={busy}
      empty={t('noMatch')}
    >
      {(token) => (
        <>
          <Cell label={t('columns.name')}>
            <span className="grid min-w-0">
              <span className="truncate font-medium">{token.name}</span>
              {token.organisation.id === id ? null : (
                <span className="truncate text-xs text-fg-muted">{token.organisation.name}</span>
              )}
            </span>
          </Cell>
          <Cell label={t('columns.state')}>
            <TokenStateChip state={token.state} />
          </Cell>
          <Cell label={t('columns.prefix')} mono>
            {token.prefix}…
          </Cell>
          <Cell label={t('columns.permissions')}>
            <Tooltip content={token.permissions.map((permission) => access(permission)).join(', ')}>
              <button
                type="button"
                className="min-h-6 rounded-sm text-left underline decoration-dotted underline-offset-2"
              >
                {t('count', { count: token.permissions.length })}
              </button>
            </Tooltip>
          </Cell>
          <Cell label={t('columns.createdBy')}>{token.createdBy}</Cell>
          <Cell label={t('columns.lastUsed')}>
            {token.lastUsedAt === undefined ? (
              <span className="text-fg-muted">{t('never')}</span>
            ) : (
              <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
                <Ago value={token.lastUsedAt} />
                <span className="text-xs text-fg-muted">{t('from', { address: token.lastUsedAddress ?? '–' })}</span>
              </span>
            )}
          </Cell>
          <Cell label={t('columns.expires')}>
            <span title={exact(token.expiresAt)}>{moment(token.expiresAt)}</span>
          </Cell>
          {mayRevoke ? (
            <Cell label={t('columns.actions')}>
              {token.state === 'active' ? (
                <IconButton
                  label={t('revoke.action', { name: token.name })}
                  icon={<Ban aria-hidden="true" />}
                  onClick={() => onRevoke(token)}
                />
              ) : null}
            </Cell>
          ) : null}
        </>
      )}
    </ListTable>
  );
}

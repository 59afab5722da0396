'use client';
import type { AccountSessionView } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Button } from '@switchroom/ui/components/button';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { Cell } from '@switchroom/ui/components/table';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { ActDialog } from '../../shell/act-dialog';
import { ListTable } from '../../shell/list-body';
import { shortErrorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import { AccountTime } from './account-time';

/** Where the person is signed in; every other place can be ended from here. */
export function SessionsPage({ renderedAt }: { renderedAt: number }) {
  const t = useTranslations('account.sessions');
  const account = useTranslations('account');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [ending, setEnding] = useState<AccountSessionView | 'others' | undefined>(undefined);
  const list = useQuery(trpc.account.sessions.queryOptions());
  const done = async (): Promise<void> => {
    await queryClient.invalidateQueries(trpc.account.sessions.pathFilter());
    setEnding(undefined);
  };
  const end = useMutation(trpc.account.endSession.mutationOptions({ onSuccess: done }));
  const endOthers = useMutation(trpc.account.endOtherSessions.mutationOptions({ onSuccess: done }));
  if (list.data === undefined) {
    return list.error === null ? (
      <SkeletonTable label={account('loading')} columns={5} rows={3} />
    ) : (
      <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
    );
  }
  const deviceOf = ({ device: { browser, system } }: AccountSessionView): string => {
    if (browser !== null && system !== null) return t('device', { browser, system });
    return browser ?? system ?? t('unknownDevice');
  };
  const others = list.data.length - 1;
  return (
    <Section
      title={t('title')}
      description={t('description')}
      actions={others > 0 ? <Button onClick={() => setEnding('others')}>{t('endOthers')}</Button> : undefined}
    >
      <ListTable
        label={t('title')}
        heads={[
          ...(['device', 'address', 'method', 'started', 'seen'] as const).map((key) => t(`columns.${key}`)),
          { label: t('columns.actions'), unseen: true },
        ]}
        rows={list.data}
      >
        {(session) => (
          <>
            <Cell label={t('columns.device')}>
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{deviceOf(session)}</span>
                {session.current ? <Badge tone="info">{t('this')}</Badge> : null}
              </span>
            </Cell>
            <Cell label={t('columns.address')} mono>
              {session.address === '' ? '–' : session.address}
            </Cell>
            <Cell label={t('columns.method')}>{t(`methods.${session.method ?? 'unknown'}`)}</Cell>
            <Cell label={t('columns.started')}>
              <AccountTime value={session.startedAt} renderedAt={renderedAt} />
            </Cell>
            <Cell label={t('columns.seen')}>
              {session.current ? t('now') : <AccountTime value={session.seenAt} renderedAt={renderedAt} />}
            </Cell>
            <Cell label={t('columns.actions')}>
              {session.current ? null : (
                <Button
                  size="sm"
                  aria-label={t('endOf', { device: deviceOf(session) })}
                  onClick={() => setEnding(session)}
                >
                  {t('end')}
                </Button>
              )}
            </Cell>
          </>
        )}
      </ListTable>
      <ActDialog
        open={ending !== undefined}
        act={{
          isPending: end.isPending || endOthers.isPending,
          error: end.error ?? endOthers.error,
          reset: () => {
            end.reset();
            endOthers.reset();
          },
        }}
        onClose={() => setEnding(undefined)}
        title={ending === 'others' ? t('endOthersTitle', { count: others }) : t('endTitle')}
        description={
          ending === 'others' || ending === undefined ? t('endOthersWhat') : t('endWhat', { device: deviceOf(ending) })
        }
        confirmLabel={t('end')}
        danger
        refusal={shortErrorLine}
        onConfirm={() => {
          if (ending === 'others') endOthers.mutate();
          else if (ending !== undefined) end.mutate({ id: ending.id });
        }}
      />
    </Section>
  );
}

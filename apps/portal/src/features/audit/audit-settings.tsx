'use client';
import { useTranslations } from 'next-intl';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '@switchroom/ui/components/link-button';
import { Section } from '@switchroom/ui/components/section';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { organisationPath } from '../organisation/sides';
import { AuditHead } from './audit-head';
import { Checkpoints } from './checkpoints';
import { Forwarders } from './forwarders';

/** What happens to the log beside being read: how long it is kept, signed, and sent on. */
export function AuditSettings() {
  const mayManage = useCan('audit:manage');
  return (
    <>
      <AuditHead side="settings" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Retention />
        <Checkpoints />
        {mayManage ? <Forwarders /> : null}
      </div>
    </>
  );
}

function Retention() {
  const t = useTranslations('audit.retention');
  const trpc = useTRPC();
  const exact = useExactTime();
  const { id } = useOrganisation();
  const mayChange = useCan('policies:update');
  const retention = useQuery(trpc.auditTrail.retention.queryOptions({ organisationId: id }));
  const view = retention.data;
  return (
    <Section title={t('title')}>
      {view === undefined ? (
        retention.isError ? (
          <ErrorPanel error={retention.error} onRetry={() => void retention.refetch()} />
        ) : (
          <Skeleton className="h-5 w-96 max-w-full" />
        )
      ) : (
        <p className="flex flex-wrap gap-x-2 text-sm">
          <span>{view.days === null ? t('forever') : t('days', { days: view.days })}</span>
          {view.from === null ? null : <span>{t('from', { organisation: view.from.name })}</span>}
          {view.oldestAt === null ? null : (
            <span className="text-fg-muted">{t('oldest', { time: exact(view.oldestAt) })}</span>
          )}
          {mayChange ? <TextLink href={organisationPath(id, 'sign-in')}>{t('change')}</TextLink> : null}
        </p>
      )}
    </Section>
  );
}

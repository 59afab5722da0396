'use client';
import type { MemberExplanation } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Section } from '@switchroom/ui/components/section';
import { Segmented } from '@switchroom/ui/components/segmented';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { cn } from '@switchroom/ui/lib/cn';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { groupsOf } from '../permissions/permission-groups';
import { useRoleName } from './use-role-name';

type Line = MemberExplanation['permissions'][number];

/** "What can this person do here, and why": every permission, through which role, and what takes it away. */
export function Explanation({ organisationId, userId }: { organisationId: string; userId: string }) {
  const t = useTranslations('members.explain');
  const trpc = useTRPC();
  const [show, setShow] = useState<'all' | 'allowed'>('all');
  const query = useQuery(trpc.members.explain.queryOptions({ organisationId, userId }));
  if (query.data === undefined) {
    if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
    return <Skeleton className="h-96" />;
  }
  const { name, organisation, archived, secondFactorRequired, permissions } = query.data;
  const allowed = permissions.filter((line) => line.allowed).length;
  const shown = permissions.filter((line) => show === 'all' || line.allowed);
  return (
    <Section
      title={t('title', { name, organisation: organisation.name })}
      description={t('summary', { allowed, total: permissions.length })}
      actions={
        <Segmented
          aria-label={t('show')}
          value={show}
          onValueChange={setShow}
          options={[
            { value: 'all', label: t('showAll') },
            { value: 'allowed', label: t('showAllowed') },
          ]}
        />
      }
    >
      <div className="grid gap-4">
        {archived ? <Banner tone="warn">{t('archived')}</Banner> : null}
        {secondFactorRequired ? <Banner tone="info">{t('secondFactor')}</Banner> : null}
        <Lines lines={shown} />
      </div>
    </Section>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const access = useTranslations('access');
  const id = useId();
  const byName = new Map(lines.map((line) => [line.permission, line]));
  return (
    <>
      {groupsOf(lines.map(({ permission }) => permission)).map(({ noun, permissions }) => (
        <div key={noun} className="grid gap-1">
          <h3 id={`${id}-${noun}`} className="text-xs font-medium text-fg-muted">
            {access(`permissionGroups.${noun}`)}
          </h3>
          <ul aria-labelledby={`${id}-${noun}`} className="grid rounded-md border border-line bg-surface">
            {permissions.map((permission) => {
              const line = byName.get(permission);
              return line === undefined ? null : <PermissionLine key={permission} line={line} />;
            })}
          </ul>
        </div>
      ))}
    </>
  );
}

function PermissionLine({ line }: { line: Line }) {
  const t = useTranslations('members.explain');
  const access = useTranslations('access.permissions');
  const roleName = useRoleName();
  const { permission, allowed, through, taken } = line;
  const Icon = allowed ? Check : Minus;
  return (
    <li
      data-permission={permission}
      data-allowed={allowed}
      className="flex items-start gap-2 border-b border-line px-3 py-1.5 text-sm last:border-b-0"
    >
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', allowed ? 'text-ok' : 'text-fg-subtle')} />
      <div className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[1fr_1fr]">
        <span className={cn(!allowed && 'text-fg-muted')}>
          {access(permission)}
          <span className="sr-only">: {allowed ? t('allowed') : t('denied')}</span>
        </span>
        <span className="grid text-xs text-fg-muted">
          {through.map((grant, index) => (
            // The same role can be held in several organisations above that are not named.
            <span key={`${grant.organisation?.id ?? 'above'}-${index}`}>
              {grant.organisation === null
                ? t('throughAbove', { role: roleName(grant) })
                : t('through', { role: roleName(grant), organisation: grant.organisation.name })}
            </span>
          ))}
          {taken === null ? null : (
            <span className="text-warn">{taken === 'archived' ? t('takenArchived') : t('takenImpersonation')}</span>
          )}
        </span>
      </div>
    </li>
  );
}

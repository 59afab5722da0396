'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Link } from '@switchroom/ui/components/link';
import { TextLink } from '@switchroom/ui/components/link-button';
import { PageHead } from '@switchroom/ui/components/page-head';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { TabLinks } from '@switchroom/ui/components/tabs';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useCan, useOrganisation, useSession } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { Ago } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { LinkChip } from '../states/link-chip';
import { PlanStateChip } from '../states/plan-state-chip';
import { SyncChip } from '../states/sync-chip';
import { usePlanTitle } from '../states/use-plan-title';
import { pbxPath, pbxSides, sideOf } from './paths';
import { PbxMenu } from './pbx-menu';
import { usePbx, usePbxLive } from './use-pbx';

/** Head and tabs of a PBX around one of its sides; its three facts are live. */
export function PbxFrame({ pbxId, children }: { pbxId: string; children: ReactNode }) {
  const t = useTranslations('pbx');
  const organisation = useOrganisation();
  const pbx = usePbx(pbxId);
  usePbxLive(pbxId);
  if (pbx.data === undefined && pbx.isError) return <ErrorPanel error={pbx.error} onRetry={() => void pbx.refetch()} />;
  return (
    <>
      <PageHead
        breadcrumb={
          <>
            <Link href={`/o/${organisation.id}/pbxs`} className="rounded-sm hover:text-fg hover:underline">
              {t('breadcrumb')}
            </Link>
            {pbx.data ? ` · ${pbx.data.organisation.name}` : ''}
          </>
        }
        title={pbx.data?.name ?? <Skeleton className="my-1.5 h-5 w-48" />}
        facts={pbx.data ? factsOf(pbx.data) : [<Skeleton key="facts" className="my-1 h-3 w-72" />]}
        actions={pbx.data ? <HeadActions pbx={pbx.data} /> : undefined}
        tabs={<Sides pbxId={pbxId} pbx={pbx.data} />}
      />
      {children}
    </>
  );
}

function factsOf(pbx: PbxDetail): ReactNode[] {
  return [
    <LinkChip key="link" link={pbx.link} />,
    <SyncChip key="sync" sync={pbx.sync} link={pbx.link.kind} />,
    <LastOperation key="operation" pbx={pbx} />,
  ];
}

function LastOperation({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.head');
  const title = usePlanTitle();
  const organisation = useOrganisation();
  const operation = pbx.lastOperation;
  if (operation === undefined) return <span className="text-xs">{t('noOperation')}</span>;
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <PlanStateChip state={operation.state} detail={<Ago value={operation.at} format="narrow" />} />
      <TextLink href={`/o/${organisation.id}/changes/${operation.planId}`} className="truncate text-xs">
        {title(operation.title)}
      </TextLink>
    </span>
  );
}

function HeadActions({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.head');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const mayUpdate = useCan('pbxs:update');
  const mayDelete = useCan('pbxs:delete');
  // Reading needs no right of its own, but whoever only looks in sets nothing in motion.
  const looksIn = useSession().impersonation?.mode === 'view';
  const refresh = useMutation(trpc.pbxs.refresh.mutationOptions());
  const reconnect = useMutation(trpc.pbxs.reconnect.mutationOptions());
  const input = { organisationId: organisation.id, pbxId: pbx.id };
  const error = refresh.error ?? reconnect.error;
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2 sm:justify-end">
        {looksIn ? null : (
          <Button
            icon={<RefreshCw aria-hidden="true" />}
            loading={refresh.isPending}
            disabled={pbx.link.kind !== 'online'}
            title={pbx.link.kind === 'online' ? t('refreshHelp') : t('refreshOffline')}
            onClick={() => {
              reconnect.reset();
              refresh.mutate(input);
            }}
          >
            {t('refresh')}
          </Button>
        )}
        {mayUpdate || mayDelete ? (
          <PbxMenu
            pbx={pbx}
            onReconnect={() => {
              refresh.reset();
              reconnect.mutate(input);
            }}
          />
        ) : null}
      </div>
      {error === null ? null : <ErrorPanel error={error} className="max-w-sm" />}
    </div>
  );
}

function Sides({ pbxId, pbx }: { pbxId: string; pbx: PbxDetail | undefined }) {
  const t = useTranslations('pbx.sides');
  const locale = useFormatLocale();
  const organisation = useOrganisation();
  const current = sideOf(usePathname());
  const sides = pbxSides.filter((side) => side !== 'settings' || organisation.permissions.includes('settings:read'));
  return (
    <TabLinks
      label={t('label')}
      tabs={sides.map((side) => ({
        href: pbxPath(organisation.id, pbxId, side),
        label: t(side),
        current: current === side,
        extra: side === 'apps' && pbx?.appObjects !== undefined ? formatNumber(pbx.appObjects, locale) : undefined,
      }))}
    />
  );
}

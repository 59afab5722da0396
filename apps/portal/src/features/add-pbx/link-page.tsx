'use client';
import { Link } from '@switchroom/ui/components/link';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { PageHead } from '@switchroom/ui/components/page-head';
import { Section } from '@switchroom/ui/components/section';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { PbxDialogs } from '../pbx/pbx-dialogs';
import { pbxPath } from '../pbx/paths';
import { usePbx, usePbxLive } from '../pbx/use-pbx';
import { LinkChip } from '../states/link-chip';
import { Instructions } from './instructions';
import { LinkWatch } from './link-watch';
import { useOncePassword } from '../pbx/once-password';
import { StepList } from './step-list';
import { stepsOf } from './wizard-state';

/** Last step of adding a PBX, and a page of its own: what to configure on the PBX, and its link coming up live. */
export function LinkPage({ pbxId }: { pbxId: string }) {
  const t = useTranslations('addPbx');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const pbx = usePbx(pbxId);
  usePbxLive(pbxId);
  const instructions = useQuery(trpc.pbxs.instructions.queryOptions({ organisationId, pbxId }));
  const password = useOncePassword(pbxId);
  const failed = [pbx, instructions].find((query) => query.data === undefined && query.isError);
  if (failed !== undefined) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />;
  const online = pbx.data?.link.kind === 'online';
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={`/o/${organisationId}/pbxs`} className="rounded-sm hover:text-fg hover:underline">
            {t('breadcrumb')}
          </Link>
        }
        title={
          pbx.data === undefined ? <Skeleton className="my-1.5 h-5 w-64" /> : t('linkTitle', { name: pbx.data.name })
        }
        facts={
          pbx.data === undefined
            ? [<Skeleton key="facts" className="my-1 h-3 w-72" />]
            : [<LinkChip key="link" link={pbx.data.link} />, <span key="later">{t('leave')}</span>]
        }
        actions={
          <LinkButton href={pbxPath(organisationId, pbxId)} variant={online ? 'primary' : 'secondary'}>
            {t('open')}
          </LinkButton>
        }
      />
      <div className="grid gap-5">
        {pbx.data !== undefined && password !== undefined ? (
          <StepList steps={stepsOf(pbx.data.direction)} current="connect" />
        ) : null}
        <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Section title={t('instructions.title')} description={t('instructions.description')}>
            {instructions.data === undefined || pbx.data === undefined ? (
              <Skeleton className="h-96" />
            ) : (
              <Instructions instructions={instructions.data} password={password} />
            )}
          </Section>
          <Section title={t('watch.title')} description={t('watch.description')}>
            {pbx.data === undefined ? <Skeleton className="h-48" /> : <LinkWatch pbx={pbx.data} />}
          </Section>
        </div>
      </div>
      {pbx.data === undefined ? null : <PbxDialogs pbx={pbx.data} />}
    </>
  );
}

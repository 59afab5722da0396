import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { AppList } from '@/features/app-objects/app-list';
import { appListInput, loadAppSearch } from '@/features/app-objects/app-search';
import { pbxTitle, prefetchPbx } from '@/features/pbx/load-pbx';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

type Params = Promise<{ organisationId: string; pbxId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const [t, name] = await Promise.all([getTranslations('appObjects'), pbxTitle(organisationId, pbxId)]);
  return { title: name === undefined ? t('title') : `${t('title')} · ${name}` };
}

export default async function AppsPage({
  params,
  searchParams,
}: {
  params: Params;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'app-objects:read');
  const search = await loadAppSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetchPbx(organisationId, pbxId),
    prefetch(trpc.appObjects.list.queryOptions(appListInput(organisationId, pbxId, search))),
    ...(search.app === null
      ? []
      : [
          prefetch(trpc.appObjects.get.queryOptions({ organisationId, pbxId, guid: search.app })),
          prefetch(trpc.templates.list.queryOptions({ organisationId, pbxId })),
        ]),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <AppList pbxId={pbxId} />
    </HydrationBoundary>
  );
}

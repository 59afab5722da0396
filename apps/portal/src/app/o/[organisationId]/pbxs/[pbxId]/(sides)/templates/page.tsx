import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { pbxTitle, prefetchPbx } from '@/features/pbx/load-pbx';
import { TemplateList } from '@/features/templates/template-list';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

type Params = Promise<{ organisationId: string; pbxId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const [t, name] = await Promise.all([getTranslations('templates'), pbxTitle(organisationId, pbxId)]);
  return { title: name === undefined ? t('title') : `${t('title')} · ${name}` };
}

export default async function TemplateListPage({ params }: { params: Params }) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'templates:read');
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetchPbx(organisationId, pbxId),
    prefetch(trpc.templates.list.queryOptions({ organisationId, pbxId })),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <TemplateList pbxId={pbxId} />
    </HydrationBoundary>
  );
}

import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { MailList } from '@/features/mail/mail-list';
import { loadMailListSearch, mailListInput } from '@/features/mail/mail-list-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mail'))('title') };
}

export default async function MailPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'mail:read');
  const search = await loadMailListSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetch(trpc.mail.server.queryOptions({ organisationId })),
    prefetch(trpc.mail.list.queryOptions(mailListInput(organisationId, search))),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <MailList />
    </HydrationBoundary>
  );
}

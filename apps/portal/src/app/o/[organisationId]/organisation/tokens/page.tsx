import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { TokenList } from '@/features/tokens/token-list';
import { loadTokenListSearch, tokenListInput } from '@/features/tokens/token-list-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tokens'))('title') };
}

export default async function TokensPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'tokens:read');
  const search = await loadTokenListSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.tokens.list.queryOptions(tokenListInput(organisationId, search)));
  return (
    <HydrationBoundary state={state()}>
      <TokenList />
    </HydrationBoundary>
  );
}

import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SecurityPage } from '@/features/account/security-page';
import { redirectToSignIn, visitor } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('sides.security') };
}

export default async function AccountSidePage() {
  if ((await visitor()).kind === 'out') return redirectToSignIn();
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.account.security.queryOptions());
  return (
    <HydrationBoundary state={state()}>
      <SecurityPage renderedAt={Date.now()} />
    </HydrationBoundary>
  );
}

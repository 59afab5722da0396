import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ProviderList } from '@/features/identity-providers/provider-list';
import { PolicySection } from '@/features/policies/policy-section';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organisations.sides'))('sign-in') };
}

export default async function SignInSidePage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  const { organisation } = await requireOrganisation(organisationId, 'policies:read');
  const { trpc, prefetch, state } = serverTrpc();
  const providers = organisation.permissions.includes('sso:read');
  await prefetch(trpc.policies.get.queryOptions({ organisationId }));
  if (providers) await prefetch(trpc.identityProviders.list.queryOptions({ organisationId }));
  return (
    <HydrationBoundary state={state()}>
      <div className="grid gap-8">
        <PolicySection />
        {providers ? <ProviderList /> : null}
      </div>
    </HydrationBoundary>
  );
}

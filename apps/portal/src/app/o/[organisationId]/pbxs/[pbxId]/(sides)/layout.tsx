import { HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PbxFrame } from '@/features/pbx/pbx-frame';
import { prefetchPbx } from '@/features/pbx/load-pbx';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export default async function PbxLayout({
  params,
  children,
}: {
  params: Promise<{ organisationId: string; pbxId: string }>;
  children: ReactNode;
}) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'pbxs:read');
  await prefetchPbx(organisationId, pbxId);
  return (
    <HydrationBoundary state={serverTrpc().state()}>
      <PbxFrame pbxId={pbxId}>{children}</PbxFrame>
    </HydrationBoundary>
  );
}

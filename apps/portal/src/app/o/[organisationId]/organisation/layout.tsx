import type { ReactNode } from 'react';
import { OrganisationFrame } from '@/features/organisation/organisation-frame';
import { requireOrganisation } from '@/session/guard';

export default async function OrganisationSidesLayout({
  params,
  children,
}: {
  params: Promise<{ organisationId: string }>;
  children: ReactNode;
}) {
  await requireOrganisation((await params).organisationId, 'organisations:read');
  return <OrganisationFrame>{children}</OrganisationFrame>;
}

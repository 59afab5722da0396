import type { ReactNode } from 'react';
import { SettingsFrame } from '@/features/settings/settings-frame';
import { requireOrganisation } from '@/session/guard';

export default async function SettingsLayout({
  params,
  children,
}: {
  params: Promise<{ organisationId: string }>;
  children: ReactNode;
}) {
  await requireOrganisation((await params).organisationId, 'settings:read');
  return <SettingsFrame>{children}</SettingsFrame>;
}

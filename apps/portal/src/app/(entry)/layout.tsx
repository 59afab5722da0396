import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { hostBranding } from '@/features/branding/host-branding';
import { EntryFrame } from '@/shell/entry-frame';

// What these pages look like depends on the host name they are asked for: none can be made at build time.
export const dynamic = 'force-dynamic';

/** The look of this host name, in the title of the tab too. */
export async function generateMetadata(): Promise<Metadata> {
  const branding = await hostBranding();
  if (branding === null) return {};
  return { title: { default: branding.productName, template: `%s · ${branding.productName}` } };
}

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <EntryFrame>{children}</EntryFrame>;
}

import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { hostBranding } from '@/features/branding/host-branding';
import { EntryFrame } from '@/shell/entry-frame';

/** The look of this host name, in the title of the tab too. */
export async function generateMetadata(): Promise<Metadata> {
  const branding = await hostBranding();
  if (branding === null) return {};
  return { title: { default: branding.productName, template: `%s · ${branding.productName}` } };
}

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <EntryFrame>{children}</EntryFrame>;
}

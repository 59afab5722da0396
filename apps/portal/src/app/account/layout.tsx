import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { AccountFrame } from '@/features/account/account-frame';
import { redirectToSignIn, visitor } from '@/session/guard';
import { GatewayUnavailable } from '@/shell/gateway-unavailable';

/** The person's own pages. Whoever looks in as somebody has no business here; the gateway would say so to each request. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const found = await visitor();
  if (found.kind === 'out') return redirectToSignIn();
  if (found.kind === 'unavailable') return <GatewayUnavailable />;
  if (found.session.impersonation !== null) redirect(`/o/${found.session.home.id}`);
  return <AccountFrame session={found.session}>{children}</AccountFrame>;
}

import type { ReactNode } from 'react';
import { AccountFrame } from '@/features/account/account-frame';
import { redirectToSignIn, visitor } from '@/session/guard';
import { GatewayUnavailable } from '@/shell/gateway-unavailable';

/** The person's own pages. Whoever looks in as somebody has no business here; the gateway says so to each request. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const found = await visitor();
  if (found.kind === 'out') return redirectToSignIn();
  if (found.kind === 'unavailable') return <GatewayUnavailable />;
  return <AccountFrame session={found.session}>{children}</AccountFrame>;
}

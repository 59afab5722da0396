import { redirect } from 'next/navigation';
import { GatewayUnavailable } from '../shell/gateway-unavailable';
import { redirectToSignIn, visitor } from '../session/guard';

/** Leads to where the person belongs. */
export default async function HomePage() {
  const found = await visitor();
  if (found.kind === 'out') return redirectToSignIn();
  if (found.kind === 'unavailable') return <GatewayUnavailable />;
  redirect(`/o/${found.session.home.id}`);
}

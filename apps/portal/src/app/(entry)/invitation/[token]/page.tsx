import type { InvitationView } from '@switchroom/contracts';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AcceptForm } from '@/features/invitation/accept-form';
import { InvalidInvitation } from '@/features/invitation/invalid-invitation';
import { GatewayUnavailable } from '@/shell/gateway-unavailable';
import { appErrorOf } from '@/trpc/errors';
import { serverClient } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members.accept'))('page'), robots: { index: false } };
}

/** Asked once, by the server: whoever has a wrong link must not be counted twice. */
async function look(token: string): Promise<InvitationView | 'invalid' | 'throttled' | 'unavailable'> {
  try {
    return await serverClient().invitations.look.query({ token });
  } catch (error) {
    const { code } = appErrorOf(error);
    if (code === 'not-found' || code === 'invalid-input') return 'invalid';
    if (code === 'too-many-requests') return 'throttled';
    if (code === 'unavailable') return 'unavailable';
    throw error;
  }
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await look(token);
  if (invitation === 'unavailable') return <GatewayUnavailable />;
  if (invitation === 'invalid') return <InvalidInvitation />;
  if (invitation === 'throttled') return <InvalidInvitation throttled />;
  return <AcceptForm token={token} invitation={invitation} />;
}

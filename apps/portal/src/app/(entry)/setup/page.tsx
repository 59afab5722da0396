import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { setupNeeded } from '@/session/guard';
import { SetupForm } from '@/session/setup-form';
import { GatewayUnavailable } from '@/shell/gateway-unavailable';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('setup'))('title') };
}

export default async function SetupPage() {
  const needed = await setupNeeded();
  if (needed === 'unavailable') return <GatewayUnavailable />;
  if (!needed) redirect('/sign-in');
  return <SetupForm />;
}

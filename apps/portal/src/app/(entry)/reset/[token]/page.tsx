import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ResetForm } from '@/session/reset-form';

export async function generateMetadata(): Promise<Metadata> {
  // The address holds a secret: it goes to no other site that a link could lead to.
  return { title: (await getTranslations('account.reset'))('title'), referrer: 'no-referrer' };
}

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  return <ResetForm token={(await params).token} />;
}

import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { setupNeeded, visitor } from '@/session/guard';
import { safeReturnPath } from '@/session/redirects';
import { SignInForm } from '@/session/sign-in-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session.signIn'))('title') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = safeReturnPath((await searchParams).next);
  if ((await setupNeeded()) === true) redirect('/setup');
  if ((await visitor()).kind === 'in') redirect(next);
  return <SignInForm next={next} />;
}

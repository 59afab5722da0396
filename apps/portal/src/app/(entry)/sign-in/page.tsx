import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { setupNeeded, visitor } from '@/session/guard';
import { safeReturnPath } from '@/session/redirects';
import { SignInForm } from '@/session/sign-in-form';
import { WithSingleSignOn } from '@/session/single-sign-on';
import { problemOf } from '@/session/single-sign-on-problem';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session.signIn'))('title') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const query = await searchParams;
  const next = safeReturnPath(query.next);
  if ((await setupNeeded()) === true) redirect('/setup');
  if ((await visitor()).kind === 'in') redirect(next);
  return (
    <WithSingleSignOn next={next} problem={problemOf(query.error)}>
      <SignInForm next={next} />
    </WithSingleSignOn>
  );
}

'use client';
import type { SingleSignOnProblem } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type SyntheticEvent, useEffect, useState } from 'react';
import { useTRPC } from '../trpc/context';

/** How long somebody pauses before what they have typed is looked at. */
const PAUSE_MS = 300;
const looksComplete = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/**
 * The sign-in form with the way to the company's own sign-in below it, once the e-mail address belongs to one, and what
 * went wrong on that way above it. The place below is kept free, so that nothing moves under the pointer.
 */
export function WithSingleSignOn({
  next,
  problem,
  children,
}: {
  next: string;
  problem: SingleSignOnProblem | undefined;
  children: ReactNode;
}) {
  const t = useTranslations('session.singleSignOn');
  const trpc = useTRPC();
  const [typed, setTyped] = useState('');
  const [email, setEmail] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setEmail(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const complete = looksComplete.test(email);
  const found = useQuery({
    ...trpc.identityProviders.forEmail.queryOptions({ email: domainPart(email) }),
    enabled: complete,
    retry: false,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const provider = complete ? found.data?.provider : undefined;
  const onInput = (event: SyntheticEvent<HTMLDivElement>): void => {
    const { target } = event;
    if (target instanceof HTMLInputElement && target.name === 'email') setTyped(target.value.trim());
  };
  return (
    <div className="grid gap-4" onInput={onInput}>
      {problem === undefined ? null : (
        <Banner tone="danger" live="alert" title={t(`problems.${problem}.title`)}>
          {t(`problems.${problem}.cure`)}
        </Banner>
      )}
      {children}
      <div className="grid min-h-12 content-start" aria-live="polite">
        {provider ? (
          <Button asChild size="lg" icon={<LogIn aria-hidden="true" />}>
            {/* A plain link: it leaves the portal for another site. */}
            <a href={startPath(provider.id, next, email)}>{t('continueWith', { name: provider.name })}</a>
          </Button>
        ) : (
          <p className="text-xs text-fg-muted">{t('hint')}</p>
        )}
      </div>
    </div>
  );
}

function startPath(providerId: string, next: string, email: string): string {
  const query = new URLSearchParams({ provider: providerId, hint: email, ...(next === '/' ? {} : { next }) });
  return `/api/auth/oidc/start?${query.toString()}`;
}

/** Only the domain is asked about: who it is stays in the browser. */
function domainPart(email: string): string {
  return `somebody@${email.slice(email.lastIndexOf('@') + 1)}`;
}

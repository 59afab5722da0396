'use client';
import type { SessionView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Link } from '@switchroom/ui/components/link';
import { LogoMark } from '@switchroom/ui/components/logo-mark';
import { PageHead } from '@switchroom/ui/components/page-head';
import { TabLinks } from '@switchroom/ui/components/tabs';
import { Toaster } from '@switchroom/ui/components/toaster';
import { ArrowLeft, LogOut } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useSignOut } from '../../shell/person-menu';

const sides = ['security', 'sessions'] as const;

/** The person's own pages: they belong to no organisation, so they have no navigation but the way back. */
export function AccountFrame({ session, children }: { session: SessionView; children: ReactNode }) {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const signOutText = useTranslations('session');
  const shell = useTranslations('shell');
  const pathname = usePathname();
  const leave = useSignOut();
  const { user, home, secondFactor } = session;
  // Until a second factor is there, nothing but this page would open.
  const shut = secondFactor.required && !secondFactor.used;
  return (
    <div className="min-h-dvh">
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-12 w-full max-w-3xl items-center justify-between gap-4 px-4">
          <span className="flex min-w-0 items-center gap-2.5">
            <LogoMark className="size-6 shrink-0" />
            <span className="truncate font-semibold tracking-tight">{common('product')}</span>
          </span>
          <Button variant="ghost" icon={<LogOut aria-hidden="true" />} onClick={leave}>
            {signOutText('signOut')}
          </Button>
        </div>
      </header>
      <main className="mx-auto w-full max-w-3xl px-4 py-6">
        <PageHead
          title={user.name}
          facts={[user.email]}
          breadcrumb={
            shut ? undefined : (
              <Link
                href={`/o/${home.id}`}
                className="inline-flex items-center gap-1 py-1 hover:text-fg hover:underline"
              >
                <ArrowLeft aria-hidden="true" className="size-3.5" />
                {t('back', { organisation: home.name })}
              </Link>
            )
          }
          tabs={
            <TabLinks
              label={t('sides.label')}
              tabs={sides.map((side) => ({
                href: `/account/${side}`,
                label: t(`sides.${side}`),
                current: pathname === `/account/${side}`,
              }))}
            />
          }
        />
        {children}
      </main>
      <Toaster label={shell('notifications')} closeLabel={common('actions.close')} />
    </div>
  );
}

import { LinkButton } from '@switchroom/ui/components/link-button';
import { LogoMark } from '@switchroom/ui/components/logo-mark';
import { getTranslations } from 'next-intl/server';

export default async function NotFound() {
  const t = await getTranslations('common');
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-4 px-4">
      <LogoMark className="size-7" />
      <h1 className="text-xl font-semibold tracking-tight">{t('notFound.title')}</h1>
      <p className="text-sm text-fg-muted">
        {t('notFound.meaning')} {t('notFound.cure')}
      </p>
      <div>
        <LinkButton href="/" variant="primary">
          {t('actions.toOverview')}
        </LinkButton>
      </div>
    </main>
  );
}

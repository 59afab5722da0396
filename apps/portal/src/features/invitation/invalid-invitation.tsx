'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { useTranslations } from 'next-intl';

/** The same for every link that leads nowhere, whatever the reason; `throttled` when too many did. */
export function InvalidInvitation({ throttled = false }: { throttled?: boolean }) {
  const t = useTranslations('members.accept');
  return (
    <div className="grid gap-4">
      <h1 className="text-xl font-semibold tracking-tight">{throttled ? t('throttledTitle') : t('invalidTitle')}</h1>
      <Banner tone="warn">
        {throttled ? (
          t('throttled')
        ) : (
          <>
            <p>{t('invalid')}</p>
            <p>{t('invalidCure')}</p>
          </>
        )}
      </Banner>
      <LinkButton href="/sign-in">{t('toSignIn')}</LinkButton>
    </div>
  );
}

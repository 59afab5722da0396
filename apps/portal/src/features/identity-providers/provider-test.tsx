'use client';
import type { ProviderTest } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { useTranslations } from 'next-intl';

/** What a provider says of itself, before anything is saved. */
export function ProviderTestResult({
  result,
  onUseIssuer,
}: {
  result: ProviderTest;
  /** Takes over the issuer that the provider names; undefined where it cannot be changed. */
  onUseIssuer: ((issuer: string) => void) | undefined;
}) {
  const t = useTranslations('identityProviders.test');
  const { problems, found } = result;
  const other = problems.find(({ code }) => code === 'issuer-differs')?.detail;
  return (
    <div className="grid gap-2">
      {problems.length === 0 ? (
        <Banner tone="ok" live="status">
          {t('works')}
        </Banner>
      ) : (
        <Banner tone="danger" live="status" title={t('problems', { count: problems.length })}>
          <ul className="grid gap-1">
            {problems.map(({ code, detail }) => (
              <li key={`${code}-${detail ?? ''}`} className="break-words">
                {t(`problem.${code}`, { detail: detail ?? '–' })}
              </li>
            ))}
          </ul>
          {other === undefined || onUseIssuer === undefined ? null : (
            <Button size="sm" className="mt-2" onClick={() => onUseIssuer(other)}>
              {t('useIssuer')}
            </Button>
          )}
        </Banner>
      )}
      {found === undefined ? null : (
        <DescriptionList
          items={[
            { label: t('authorization'), value: found.authorizationEndpoint ?? '–', mono: true },
            { label: t('token'), value: found.tokenEndpoint ?? '–', mono: true },
            { label: t('keysAt'), value: found.keysEndpoint ?? '–', mono: true },
            { label: t('keys'), value: String(found.keys) },
            { label: t('algorithms'), value: found.algorithms.join(', ') },
            { label: t('pkce'), value: found.pkce ? t('pkceYes') : t('pkceUnsaid') },
          ]}
        />
      )}
    </div>
  );
}

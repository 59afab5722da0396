'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { Section } from '@switchroom/ui/components/section';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { Ago } from '../../shell/time';
import { Unknown } from './unknown';

/** Who the PBX says it is, and since when we know. */
export function IdentitySection({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.identity');
  const common = useTranslations('common');
  const locale = useFormatLocale();
  const { identity } = pbx;
  const notReported = identity.at === undefined ? t('notYet') : t('notReported');
  const reported = (value: string | undefined, otherwise = notReported): ReactNode =>
    value ?? <Unknown>{otherwise}</Unknown>;
  const count = (value: number | undefined): ReactNode =>
    value === undefined ? <Unknown>{common('unknown')}</Unknown> : formatNumber(value, locale);
  return (
    <Section
      title={t('title')}
      description={
        identity.at === undefined ? (
          t('neverReported')
        ) : (
          <>
            {t('reported')} <Ago value={identity.at} />
          </>
        )
      }
    >
      <DescriptionList
        items={[
          { label: t('organisation'), value: pbx.organisation.name },
          { label: t('pbx'), value: reported(identity.pbx), mono: identity.pbx !== undefined },
          { label: t('domain'), value: reported(identity.domain), mono: identity.domain !== undefined },
          { label: t('dns'), value: reported(identity.dns), mono: identity.dns !== undefined },
          { label: t('ip'), value: reported(identity.ip4), mono: identity.ip4 !== undefined },
          {
            label: t('version'),
            value: reported(versionOf(identity), pbx.direction === 'outbound' ? t('notOverOutbound') : notReported),
            mono: identity.version !== undefined,
          },
          { label: t('users'), value: count(pbx.users) },
        ]}
      />
    </Section>
  );
}

function versionOf({ version, build }: PbxDetail['identity']): string | undefined {
  return version === undefined || build === undefined ? version : `${version} (${build})`;
}

'use client';
import type { CalendarProbe } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';
import { FindingList } from './finding-list';
import { TlsReport } from './tls-report';
import { toneOfCalendarFinding, verdictOf } from './verdict';

/** What became of a probe: works or not, why, the facts, and the certificate behind them. */
export function CalendarReport({ probe }: { probe: CalendarProbe }) {
  const t = useTranslations('checks.calendar');
  const { status, schemes, errorCode, token, tls } = probe;
  return (
    <div className="grid gap-4" data-probe={probe.works ? 'works' : 'fails'}>
      <Banner tone={probe.works ? 'ok' : 'danger'} live="status" title={probe.works ? t('works') : t('fails')}>
        <FindingList
          label={probe.works ? t('works') : t('fails')}
          findings={probe.findings.map(({ code, params }) => ({
            key: code,
            tone: toneOfCalendarFinding(code),
            text: loose(t)(`findings.${code}`, params),
          }))}
        />
      </Banner>
      <DescriptionList
        items={[
          { label: t('url'), value: <span className="break-all">{probe.url}</span>, mono: true },
          ...(status === undefined ? [] : [{ label: t('status'), value: String(status), mono: true }]),
          ...(schemes.length === 0 ? [] : [{ label: t('schemes'), value: schemes.join(', '), mono: true }]),
          ...(errorCode === undefined ? [] : [{ label: t('errorCode'), value: errorCode, mono: true }]),
          ...(token === undefined
            ? []
            : [
                {
                  label: t('token'),
                  value:
                    token.expiresInSeconds === undefined
                      ? t('tokenGiven')
                      : t('tokenFor', { seconds: token.expiresInSeconds }),
                },
                ...(token.roles.length === 0 ? [] : [{ label: t('roles'), value: token.roles.join(', '), mono: true }]),
              ]),
        ]}
      />
      {tls === undefined ? null : (
        <details open={verdictOf(tls) !== 'accepted'}>
          <summary className="w-fit cursor-pointer text-sm font-medium max-sm:py-2.5">{t('certificate')}</summary>
          <div className="pt-3">
            <TlsReport check={tls} />
          </div>
        </details>
      )}
    </div>
  );
}

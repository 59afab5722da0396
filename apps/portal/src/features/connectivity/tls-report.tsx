'use client';
import { consoleFailures, type TlsCheck } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { loose } from '../../i18n/loose';
import { useExactTime } from '../../shell/time';
import { ChainList } from './chain-list';
import { FindingList } from './finding-list';
import { toneOfState, toneOfTlsFinding, toneOfVerdict, verdictOf } from './verdict';

/** What a server showed: the verdict first, then what a console would write, what stands out, and the chain. */
export function TlsReport({ check }: { check: TlsCheck }) {
  const t = useTranslations('checks.tls');
  const exact = useExactTime();
  const verdict = verdictOf(check);
  const { findings, detail, chain, protocol, cipher } = check;
  return (
    <div className="grid gap-4" data-verdict={verdict}>
      <Banner tone={toneOfVerdict(verdict)} live="status" title={t(`verdicts.${verdict}.title`)}>
        <p>{loose(t)(`verdicts.${verdict}.text`, { spoke: check.spoke ?? 'other' })}</p>
        {detail === undefined ? null : <p className="pt-1 font-mono text-xs">{t('detail', { detail })}</p>}
      </Banner>
      <Part title={t('cases.title')}>
        <ul aria-label={t('cases.title')} className="divide-y divide-line border-y border-line text-sm">
          {consoleFailures.map((failure) => {
            const state = check.cases[failure];
            return (
              <li
                key={failure}
                data-case={failure}
                data-state={state}
                className="grid items-center gap-x-3 gap-y-1 py-2 sm:grid-cols-[minmax(12rem,2fr)_minmax(0,3fr)]"
              >
                <span className="flex flex-wrap items-center gap-x-2">
                  {t(`cases.names.${failure}`)}
                  <StateChip tone={toneOfState[state]} plain>
                    {t(`cases.states.${state}`)}
                  </StateChip>
                </span>
                <span className="text-fg-muted">{state === 'seen' ? t(`cases.cures.${failure}`) : null}</span>
              </li>
            );
          })}
        </ul>
      </Part>
      {findings.length === 0 ? null : (
        <Part title={t('findings.title')}>
          <FindingList
            label={t('findings.title')}
            findings={findings.map(({ code, at, params }) => ({
              key: at === undefined ? code : `${code} ${at}`,
              tone: toneOfTlsFinding(code),
              text: (
                <>
                  {at === undefined || chain.length < 2 ? null : (
                    <span className="text-fg-muted">{t('findings.at', { number: at + 1 })} </span>
                  )}
                  {loose(t)(`findings.${code}`, params)}
                </>
              ),
            }))}
          />
        </Part>
      )}
      {chain.length === 0 ? null : (
        <Part title={t('chain.title')}>
          <ChainList check={check} />
        </Part>
      )}
      <p className="flex flex-wrap gap-x-3 text-xs text-fg-muted">
        {protocol === undefined ? null : <span>{t('connection', { protocol, cipher: cipher ?? '–' })}</span>}
        <span>{t('checkedAt', { time: exact(check.checkedAt) })}</span>
      </p>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </div>
  );
}

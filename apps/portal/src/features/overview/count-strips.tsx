'use client';
import { type FleetCounts, linkKinds, syncStates } from '@switchroom/contracts';
import { Stat, StatStrip } from '@switchroom/ui/components/stat';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useOrganisation } from '../../session/session-context';
import { pbxListPath } from '../fleet/list-search';
import { linkLooks, syncLooks } from '../states/looks';

/** Counts by link and by sync state; each leads to the list of exactly these. */
export function CountStrips({ counts }: { counts: FleetCounts }) {
  const t = useTranslations('overview');
  const link = useTranslations('link.kinds');
  const sync = useTranslations('sync.states');
  const locale = useFormatLocale();
  const { id } = useOrganisation();
  return (
    <div className="grid gap-x-8 gap-y-6 2xl:grid-cols-2">
      <section className="grid gap-2">
        <h2 className="text-sm font-medium text-fg-muted">{t('linkTitle')}</h2>
        <StatStrip>
          {linkKinds
            .filter((kind) => kind !== 'disabled' || counts.link.disabled > 0)
            .map((kind) => {
              const { icon: Icon, tone } = linkLooks[kind];
              return (
                <Stat
                  key={kind}
                  href={pbxListPath(id, { link: [kind] })}
                  value={formatNumber(counts.link[kind], locale)}
                  label={link(kind)}
                  icon={<Icon aria-hidden="true" />}
                  tone={counts.link[kind] > 0 ? tone : 'neutral'}
                />
              );
            })}
        </StatStrip>
      </section>
      <section className="grid gap-2">
        <h2 className="text-sm font-medium text-fg-muted">{t('syncTitle')}</h2>
        <StatStrip>
          {syncStates.map((state) => {
            const { icon: Icon, tone } = syncLooks[state];
            return (
              <Stat
                key={state}
                href={pbxListPath(id, { sync: [state] })}
                value={formatNumber(counts.sync[state], locale)}
                label={sync(state)}
                icon={<Icon aria-hidden="true" />}
                tone={counts.sync[state] > 0 ? tone : 'neutral'}
              />
            );
          })}
        </StatStrip>
      </section>
    </div>
  );
}

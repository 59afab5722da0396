'use client';
import type { SettingImpact } from '@switchroom/contracts';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../../i18n/use-format-locale';

/** Whom a change hits (`past`: hit): PBXes where another value holds afterwards, their organisations, consoles logged in there. */
export function SettingImpactView({ impact, past = false }: { impact: SettingImpact; past?: boolean }) {
  const t = useTranslations('settingChanges.preview.impact');
  const locale = useFormatLocale();
  const { pbxs, customers, consoles, examples } = impact;
  if (pbxs === 0) return <p className="text-sm text-fg-muted">{past ? t('nobodyPast') : t('nobody')}</p>;
  const names = examples.map(({ name, organisation }) => t('example', { name, organisation })).join(', ');
  return (
    <div className="grid gap-1 text-sm">
      <p className="font-medium">
        {past ? t('sentencePast', { pbxs, customers }) : t('sentence', { pbxs, customers })}
        {consoles === 0 || past ? null : ` ${t('consoles', { count: consoles })}`}
      </p>
      {examples.length === 0 ? null : (
        <p className="text-xs text-fg-muted">
          {pbxs > examples.length
            ? t('examples', { names, more: formatNumber(pbxs - examples.length, locale) })
            : names}
        </p>
      )}
    </div>
  );
}

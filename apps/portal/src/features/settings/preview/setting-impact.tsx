'use client';
import type { SettingImpact } from '@switchroom/contracts';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../../i18n/use-format-locale';

/** Whom a change hits: PBXes where another value holds afterwards, their customers, consoles logged in there. */
export function SettingImpactView({ impact }: { impact: SettingImpact }) {
  const t = useTranslations('settingChanges.preview.impact');
  const locale = useFormatLocale();
  const { pbxs, customers, consoles, examples } = impact;
  if (pbxs === 0) return <p className="text-sm text-fg-muted">{t('nobody')}</p>;
  const names = examples.map(({ name, organisation }) => t('example', { name, organisation })).join(', ');
  return (
    <div className="grid gap-1 text-sm">
      <p className="font-medium">
        {t('sentence', { pbxs, customers })} {consoles === 0 ? null : t('consoles', { count: consoles })}
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

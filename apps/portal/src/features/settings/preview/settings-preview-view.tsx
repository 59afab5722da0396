'use client';
import type { SettingsPreview } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Lock, LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRuleText } from '../../../trpc/use-error-text';
import { skippedByRule } from './setting-diff';
import { SettingDifferences } from './setting-differences';
import { SettingImpactView } from './setting-impact';
import { placeKey, useSettingWords } from './use-setting-words';

/** What a change of settings would do: whom it hits, what is not right then, what is left out, value by value. */
export function SettingsPreviewView({ preview }: { preview: SettingsPreview }) {
  const t = useTranslations('settingChanges.preview');
  const words = useSettingWords();
  const rule = useRuleText();
  const { differences, locks = [], impact, critical, needsSecondPerson, warnings } = preview;
  return (
    <section aria-label={t('label')} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {differences.length + locks.length === 0 ? (
        <p role="status" className="text-sm font-medium">
          {t('noChange')}
        </p>
      ) : (
        <SettingImpactView impact={impact} />
      )}
      {critical.length > 0 ? (
        <Banner tone="warn" title={t('critical', { keys: critical.map(words.label).join(', ') })} live="off">
          {t('criticalHelp')}
        </Banner>
      ) : null}
      {needsSecondPerson ? (
        <Banner tone="info" title={t('secondPerson')} live="off">
          {t('secondPersonHelp')}
        </Banner>
      ) : null}
      {warnings.length > 0 ? (
        <Banner tone="warn" title={t('warnings')} live="off">
          <ul className="grid gap-0.5">
            {warnings.map((warning) => (
              <li key={`${warning.key} ${warning.rule}`}>
                {t('line', { label: words.label(warning.key), text: rule(warning.rule) ?? '' })}
              </li>
            ))}
          </ul>
        </Banner>
      ) : null}
      <Skipped skipped={preview.skipped} />
      <Locks locks={locks} />
      <SettingDifferences differences={differences} />
    </section>
  );
}

/** Locks that an import sets, changes or takes away. */
function Locks({ locks }: { locks: NonNullable<SettingsPreview['locks']> }) {
  const t = useTranslations('settingChanges.preview.locks');
  const words = useSettingWords();
  if (locks.length === 0) return null;
  return (
    <section className="grid gap-1 text-sm">
      <h3 className="font-medium">{t('title', { count: locks.length })}</h3>
      <ul className="grid gap-1">
        {locks.map(({ place, key, after }) => {
          const Icon = after === undefined ? LockOpen : Lock;
          const where = { label: words.label(key), place: words.place(place) };
          return (
            <li key={`${placeKey(place)} ${key}`} className="flex items-start gap-2">
              <Icon aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-fg-muted" />
              <span className="min-w-0 break-words">
                {after === undefined ? t('unlock', where) : t('lock', { ...where, reason: after })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What stays as it is although it was asked for, by the reason. */
function Skipped({ skipped }: { skipped: SettingsPreview['skipped'] }) {
  const t = useTranslations('settingChanges.preview');
  const words = useSettingWords();
  const rule = useRuleText();
  if (skipped.length === 0) return null;
  return (
    <Banner tone="warn" title={t('skipped', { count: skipped.length })} live="off">
      <ul className="grid gap-1">
        {skippedByRule(skipped).map(({ rule: why, skipped: ones }) => (
          <li key={why}>
            {rule(why)}{' '}
            <span className="text-fg-muted">
              {ones
                .map(({ place, key, name }) => {
                  const where = place === null ? name : words.place(place);
                  if (key === '') return where;
                  return where === undefined
                    ? words.label(key)
                    : t('skippedAt', { label: words.label(key), place: where });
                })
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </Banner>
  );
}

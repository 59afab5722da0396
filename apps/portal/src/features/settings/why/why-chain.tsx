'use client';
import {
  type LocalText,
  settingEntry,
  type SettingValue,
  type SettingWhy,
  type SettingWhyStep,
} from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { cn } from '@switchroom/ui/lib/cn';
import { Check, Lock } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useExactTime } from '../../../shell/time';
import { placeKey, useSettingWords } from '../preview/use-setting-words';

/** The levels of a setting from the top of the tree down to the place that was asked about, and the factory value below them. */
export function WhyChain({ why, here }: { why: SettingWhy; here: string }) {
  const t = useTranslations('settingValues.why');
  const levels = useTranslations('settings.levels');
  const words = useSettingWords();
  const entry = settingEntry(why.key);
  const locale: keyof LocalText = useLocale();
  const factoryHolds = why.steps.every(({ fate }) => fate !== 'holds');
  const value = (one: SettingValue): string => words.value(why.key, one);
  return (
    <div className="grid gap-4">
      {entry?.secret === true ? (
        <p className="text-sm text-fg-muted">{t('secretHolds')}</p>
      ) : (
        <p className="grid gap-0.5">
          <span className="text-xs text-fg-muted">{t('holds')}</span>
          <span className="text-base font-semibold break-words">{value(why.effective)}</span>
        </p>
      )}
      <ol aria-label={t('chain')} className="grid gap-0 overflow-hidden rounded-md border border-line">
        {why.steps.map((step, index) => (
          <Step
            key={step.place === null ? `above-${index}` : placeKey(step.place)}
            step={step}
            settingKey={why.key}
            here={here}
          />
        ))}
        <Level winner={factoryHolds} level={levels('factory')} fate={factoryHolds ? t('fates.holds') : undefined}>
          <Value winner={factoryHolds}>{entry?.secret === true ? t('notSet') : value(why.factory)}</Value>
        </Level>
      </ol>
      {entry === undefined ? null : (
        <dl className="grid gap-1 text-xs text-fg-muted">
          <Fact term={t('key')}>
            <code className="font-mono">{entry.key}</code>
          </Fact>
          <Fact term={t('source')}>{entry.source.label}</Fact>
          <Fact term={t('help')}>{entry.help[locale]}</Fact>
        </dl>
      )}
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="w-20 shrink-0">{term}</dt>
      <dd className="min-w-0 break-words text-fg">{children}</dd>
    </div>
  );
}

function Step({ step, settingKey, here }: { step: SettingWhyStep; settingKey: string; here: string }) {
  const t = useTranslations('settingValues.why');
  const levels = useTranslations('settings.levels');
  const words = useSettingWords();
  const exact = useExactTime();
  const { place, fate, value, secretSet, set, lock } = step;
  const own = value !== undefined || secretSet;
  const winner = fate === 'holds';
  return (
    <Level
      winner={winner}
      level={levels(step.level)}
      name={place === null ? t('unnamed') : words.place(place)}
      here={place !== null && placeKey(place) === here ? t('here') : undefined}
      fate={fate === 'none' ? undefined : t(`fates.${fate}`)}
    >
      {own ? (
        <Value winner={winner} lost={!winner}>
          {value === undefined ? t('set') : words.value(settingKey, value)}
        </Value>
      ) : (
        <p className="text-sm text-fg-subtle">{t('none')}</p>
      )}
      {set === undefined ? null : (
        <p className="text-xs text-fg-muted">
          {set.personName === null
            ? t('setAt', { at: exact(set.at) })
            : t('setBy', { name: set.personName, at: exact(set.at) })}
        </p>
      )}
      {lock === undefined ? null : (
        <p className="flex items-start gap-1 text-xs text-fg-muted">
          <Lock aria-hidden="true" className="mt-px size-3.5 shrink-0" />
          <span>
            {lock.personName === null
              ? t('locked', { at: exact(lock.at), reason: lock.reason })
              : t('lockedBy', { name: lock.personName, at: exact(lock.at), reason: lock.reason })}
          </span>
        </p>
      )}
    </Level>
  );
}

function Level({
  winner,
  level,
  name,
  here,
  fate,
  children,
}: {
  winner: boolean;
  level: string;
  name?: string;
  /** Marks the place that was asked about. */
  here?: string | undefined;
  fate: string | undefined;
  children: ReactNode;
}) {
  return (
    <li
      aria-current={winner ? 'true' : undefined}
      className={cn(
        'grid gap-1 border-b border-l-2 border-line border-l-transparent px-3 py-2.5 last:border-b-0',
        winner && 'border-l-accent bg-accent-soft',
      )}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p className="min-w-0 text-xs text-fg-muted">
          {level}
          {name === undefined ? null : <span className="ml-1.5 text-sm font-medium text-fg">{name}</span>}
          {here === undefined ? null : <span className="ml-1.5">{here}</span>}
        </p>
        {fate === undefined ? null : (
          <Badge tone={winner ? 'ok' : 'neutral'}>
            {winner ? <Check aria-hidden="true" /> : null}
            {fate}
          </Badge>
        )}
      </div>
      {children}
    </li>
  );
}

function Value({ winner, lost = false, children }: { winner: boolean; lost?: boolean; children: ReactNode }) {
  return (
    <p className={cn('text-sm break-words', winner && 'font-semibold', lost && 'text-fg-muted line-through')}>
      {children}
    </p>
  );
}

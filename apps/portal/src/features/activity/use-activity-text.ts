'use client';
import type { ActivityEntry } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';
import { usePlanWords } from '../plans/field-words';

/** What happened in the person's language, and a second line where there is more to say. */
export function useActivityText(): (entry: ActivityEntry) => { title: string; detail: string | undefined } {
  const t = loose(useTranslations('activity'));
  const link = loose(useTranslations('link.reasons'));
  const { field } = usePlanWords();
  return (entry) => {
    const { reason, detail, fields, target, name, longName, result } = entry.params;
    const words = { name: name || longName || '–', target: target ?? '–' };
    const key = `kinds.${entry.kind}`;
    const title = t.has(key) ? t(key, words) : t('kinds.other', { kind: entry.kind });
    const details = [
      result === 'denied' || result === 'failed' ? t(`results.${result}`) : undefined,
      reason !== undefined && link.has(`${reason}.title`) ? link(`${reason}.title`) : reason,
      fields === undefined ? undefined : t('fields', { fields: fields.split(', ').map(field).join(', ') }),
      detail,
    ].filter((part) => part !== undefined && part !== '');
    return { title, detail: details.length === 0 ? undefined : details.join(' · ') };
  };
}

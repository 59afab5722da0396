'use client';
import type { AuditRow } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import { CircleCheck, CircleSlash, CircleX, type LucideIcon } from 'lucide-react';
import { useMessages, useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';

const resultLooks: Record<AuditRow['result'], { tone: Tone; icon: LucideIcon }> = {
  allowed: { tone: 'ok', icon: CircleCheck },
  denied: { tone: 'warn', icon: CircleSlash },
  failed: { tone: 'danger', icon: CircleX },
};

/** The word for an action; one that is newer than the catalogue shows its own name. */
export function useActionWord(): (action: string) => string {
  const t = loose(useTranslations('audit.actions'));
  return (action) => (t.has(action) ? t(action) : t('other', { action }));
}

/** Every action that the catalogue has a word for, in the order of their words. */
export function useActions(): string[] {
  const messages = useMessages() as { audit: { actions: Record<string, string | Record<string, string>> } };
  const word = useActionWord();
  return Object.entries(messages.audit.actions)
    .flatMap(([noun, acts]) => (typeof acts === 'string' ? [] : Object.keys(acts).map((act) => `${noun}.${act}`)))
    .toSorted((a, b) => word(a).localeCompare(word(b)));
}

/** The word for what an entry is about. */
export function useKindWord(): (kind: string) => string {
  const t = loose(useTranslations('audit.kinds'));
  return (kind) => (t.has(kind) ? t(kind) : kind);
}

/** The result as icon, word and colour. */
export function AuditResultChip({ result }: { result: AuditRow['result'] }) {
  const t = useTranslations('audit.results');
  const { tone, icon: Icon } = resultLooks[result];
  return (
    <StateChip tone={tone} icon={<Icon aria-hidden="true" />} plain>
      {t(result)}
    </StateChip>
  );
}

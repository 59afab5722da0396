'use client';
import type { AuditRow } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import { CircleCheck, CircleSlash, CircleX, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
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

'use client';
import type { AuditTargetKind } from '@switchroom/contracts';
import { TextLink } from '@switchroom/ui/components/link-button';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { timelinePath } from './audit-list-search';

/** From a thing to everything that was recorded about it; nothing for those who may not read the log. */
export function TimelineLink({ kind, id, className }: { kind: AuditTargetKind; id: string; className?: string }) {
  const t = useTranslations('audit.action');
  const organisation = useOrganisation();
  if (!useCan('audit:read')) return null;
  return (
    <TextLink href={timelinePath(organisation.id, kind, id)} className={className}>
      {t('timeline')}
    </TextLink>
  );
}

'use client';
import { type AuditEntryView, auditTargetKinds } from '@switchroom/contracts';
import { TextLink } from '@switchroom/ui/components/link-button';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { Ago } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { timelinePath } from './audit-list-search';
import { useActionWord } from './audit-words';

const SHOWN = 6;

/** The newest entries about the same thing, each a step to its own panel. */
export function EntryTimeline({ entry, onOpen }: { entry: AuditEntryView; onOpen: (id: string) => void }) {
  const t = useTranslations('audit.details');
  const trpc = useTRPC();
  const word = useActionWord();
  const { id: organisationId } = useOrganisation();
  const targetKind = auditTargetKinds.find((kind) => kind === entry.target.kind);
  const timeline = useQuery(
    trpc.auditTrail.timeline.queryOptions(
      targetKind === undefined
        ? skipToken
        : {
            organisationId,
            targetKind,
            targetId: entry.target.id,
            ...(targetKind === 'app-object' && entry.pbxId !== null ? { pbxId: entry.pbxId } : {}),
            limit: SHOWN + 1,
          },
    ),
  );
  const others = timeline.data?.rows.filter(({ id }) => id !== entry.id).slice(0, SHOWN);
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t('timeline')}</h3>
      {others === undefined ? (
        <Skeleton className="h-5 w-64" />
      ) : others.length === 0 ? (
        <p className="text-sm text-fg-muted">{t('timelineNone')}</p>
      ) : (
        <ol className="grid gap-1 border-l border-line pl-3">
          {others.map((other) => (
            <li key={other.id} className="flex flex-wrap items-baseline justify-between gap-x-3">
              <button
                type="button"
                className="min-h-6 text-left text-sm text-accent-fg underline-offset-2 hover:underline"
                onClick={() => onOpen(other.id)}
              >
                {word(other.action)}
              </button>
              <span className="text-xs text-fg-muted">
                {other.actor} · <Ago value={other.at} format="narrow" />
              </span>
            </li>
          ))}
        </ol>
      )}
      <TextLink href={timelinePath(organisationId, entry.target.kind, entry.target.id)} className="text-sm">
        {t('aboutTarget')}
      </TextLink>
    </section>
  );
}

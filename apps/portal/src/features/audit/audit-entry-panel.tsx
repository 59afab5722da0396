'use client';
import type { AuditEntryView } from '@switchroom/contracts';
import { CodeBlock } from '@switchroom/ui/components/code-block';
import { CopyField } from '@switchroom/ui/components/copy-field';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { DiffView } from '@switchroom/ui/components/diff-view';
import { TextLink } from '@switchroom/ui/components/link-button';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { auditDiff } from './audit-diff';
import { EntryTimeline } from './entry-timeline';
import { timelinePath } from './audit-list-search';
import { AuditResultChip, useActionWord, useKindWord } from './audit-words';

/** One audit entry with everything that was recorded, and the ways to its neighbours. */
export function AuditEntryPanel({
  entryId,
  onOpen,
  onClose,
}: {
  entryId: string | null;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('audit.details');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const word = useActionWord();
  const { id: organisationId } = useOrganisation();
  const entry = useQuery(trpc.auditTrail.get.queryOptions(entryId === null ? skipToken : { organisationId, entryId }));
  return (
    <SidePanel
      open={entryId !== null}
      onClose={onClose}
      size="lg"
      title={entry.data === undefined ? t('title') : word(entry.data.action)}
      closeLabel={common('close')}
    >
      {entry.data !== undefined ? (
        <Entry entry={entry.data} onOpen={onOpen} />
      ) : entry.isError ? (
        <ErrorPanel error={entry.error} onRetry={() => void entry.refetch()} />
      ) : (
        <SkeletonTable label={t('loading')} columns={2} rows={10} />
      )}
    </SidePanel>
  );
}

function Entry({ entry, onOpen }: { entry: AuditEntryView; onOpen: (id: string) => void }) {
  const t = useTranslations('audit.details');
  const columns = useTranslations('audit.columns');
  const common = useTranslations('common.actions');
  const exact = useExactTime();
  const kind = useKindWord();
  const { id } = useOrganisation();
  const changes = auditDiff(entry.before, entry.after, {
    yes: t('yes'),
    no: t('no'),
    secret: (short) => t('secret', { short }),
  });
  const list = `/o/${id}/audit?`;
  // The gateway's own work comes from no address.
  const own = entry.address === '' || entry.address === 'gateway';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <DescriptionList
        items={[
          { label: columns('at'), value: exact(entry.at) },
          {
            label: columns('actor'),
            value: <TextLink href={`${list}actor=${encodeURIComponent(entry.actorId)}`}>{entry.actor}</TextLink>,
          },
          ...(entry.onBehalfOf === null
            ? []
            : [
                {
                  label: t('onBehalf'),
                  value: (
                    <TextLink href={`${list}behalf=${encodeURIComponent(entry.onBehalfOf.id)}`}>
                      {entry.onBehalfOf.name}
                    </TextLink>
                  ),
                },
              ]),
          { label: t('kind'), value: kind(entry.target.kind) },
          {
            label: columns('target'),
            value: <TextLink href={timelinePath(id, entry.target.kind, entry.target.id)}>{entry.target.name}</TextLink>,
          },
          {
            label: columns('organisation'),
            value: <TextLink href={`${list}within=${entry.organisation.id}`}>{entry.organisation.name}</TextLink>,
          },
          { label: columns('result'), value: <AuditResultChip result={entry.result} /> },
          ...(entry.reason === null ? [] : [{ label: t('reason'), value: entry.reason }]),
          { label: t('address'), value: own ? t('gateway') : entry.address, mono: !own },
          { label: t('number'), value: String(entry.seq), mono: true },
        ]}
      />
      <section className="grid gap-2">
        <h3 className="text-sm font-medium">{t('changes')}</h3>
        {changes.length === 0 ? (
          <p className="text-sm text-fg-muted">{t('nothing')}</p>
        ) : (
          <DiffView
            entries={changes}
            labels={{
              before: t('beforeLabel'),
              after: t('afterLabel'),
              none: t('none'),
              added: t('added'),
              removed: t('removed'),
              secretChanged: t('secretChanged'),
            }}
          />
        )}
      </section>
      <section className="grid gap-3">
        {(
          [
            ['requestId', entry.requestId],
            ['hash', entry.hash],
            ['previousHash', entry.previousHash],
          ] as const
        ).map(([key, value]) => (
          <div key={key} className="grid gap-1">
            <span className="text-xs text-fg-muted">{t(key)}</span>
            <CopyField value={value} aria-label={t(key)} copyLabel={common('copy')} copiedLabel={common('copied')} />
          </div>
        ))}
        <TextLink href={`${list}q=${encodeURIComponent(entry.requestId)}`}>{t('ofRequest')}</TextLink>
      </section>
      <EntryTimeline entry={entry} onOpen={onOpen} />
      <details>
        <summary className="cursor-pointer text-sm text-fg-muted">{t('raw')}</summary>
        <div className="mt-2">
          <CodeBlock
            label={t('raw')}
            code={JSON.stringify({ before: entry.before, after: entry.after }, null, 2)}
            copyLabel={common('copy')}
            copiedLabel={common('copied')}
          />
        </div>
      </details>
    </div>
  );
}

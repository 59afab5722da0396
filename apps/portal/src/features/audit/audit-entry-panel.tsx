'use client';
import type { AuditRow } from '@switchroom/contracts';
import { skipToken, useQuery } from '@tanstack/react-query';
import { CodeBlock } from '@switchroom/ui/components/code-block';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { AuditResultChip, useActionWord } from './audit-words';

/** One audit entry: who, what, from where, before and after. */
export function AuditEntryPanel({ entry: row, onClose }: { entry: AuditRow | undefined; onClose: () => void }) {
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const entry = useQuery(
    trpc.auditTrail.get.queryOptions(row === undefined ? skipToken : { organisationId, entryId: row.id }),
  ).data;
  const t = useTranslations('audit');
  const common = useTranslations('common.actions');
  const word = useActionWord();
  const exact = useExactTime();
  const side = (label: string, value: unknown) =>
    value === null || value === undefined ? (
      <p className="text-sm text-fg-muted">
        {label}: {t('details.nothing')}
      </p>
    ) : (
      <div className="grid gap-1">
        <h3 className="text-sm font-medium">{label}</h3>
        <CodeBlock
          label={label}
          code={JSON.stringify(value, null, 2)}
          copyLabel={common('copy')}
          copiedLabel={common('copied')}
        />
      </div>
    );
  return (
    <SidePanel
      open={row !== undefined}
      onClose={onClose}
      title={entry === undefined ? t('details.title') : word(entry.action)}
      closeLabel={common('close')}
    >
      {entry === undefined ? null : (
        <div className="grid gap-4">
          <DescriptionList
            items={[
              { label: t('columns.at'), value: exact(entry.at) },
              { label: t('columns.actor'), value: entry.actor },
              { label: t('columns.target'), value: entry.target.name },
              { label: t('columns.organisation'), value: entry.organisation.name },
              { label: t('columns.result'), value: <AuditResultChip result={entry.result} /> },
              // The gateway's own work comes from no address.
              ...(entry.address === '' ? [] : [{ label: t('details.address'), value: entry.address, mono: true }]),
              { label: t('details.requestId'), value: entry.requestId, mono: true },
            ]}
          />
          {side(t('details.before'), entry.before)}
          {side(t('details.after'), entry.after)}
        </div>
      )}
    </SidePanel>
  );
}

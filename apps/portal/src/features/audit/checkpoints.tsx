'use client';
import type { CheckpointRow } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Section } from '@switchroom/ui/components/section';
import { Cell } from '@switchroom/ui/components/table';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Signature } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { ListBody, ListTable } from '../../shell/list-body';
import { Ago } from '../../shell/time';
import { useTRPC, useTRPCClient } from '../../trpc/context';

const PAGE = 20;

/** The signed checkpoints, the newest first, each as a file to be kept elsewhere. */
export function Checkpoints() {
  const t = useTranslations('audit.checkpoints');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id } = useOrganisation();
  const mayManage = useCan('audit:manage');
  const [place, setPlace] = useQueryStates({ after: parseAsString, page: parseAsInteger.withDefault(1) });
  const list = useQuery({
    ...trpc.auditTrail.checkpoints.queryOptions({
      organisationId: id,
      limit: PAGE,
      ...(place.after === null ? {} : { cursor: place.after }),
    }),
    placeholderData: keepPreviousData,
  });
  const make = useMutation(
    trpc.auditTrail.makeCheckpoint.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.auditTrail.checkpoints.pathFilter()),
    }),
  );
  const download = useDownload();
  return (
    <Section
      title={t('title')}
      description={t('text')}
      actions={
        mayManage ? (
          <Button
            icon={<Signature aria-hidden="true" />}
            loading={make.isPending}
            onClick={() => make.mutate({ organisationId: id })}
          >
            {t('make')}
          </Button>
        ) : undefined
      }
    >
      <div role="status">
        {make.data === undefined ? null : <p className="text-sm">{t('made', { seq: make.data.seq })}</p>}
      </div>
      {make.error === null ? null : <ErrorPanel error={make.error} />}
      {download.error === null ? null : <ErrorPanel error={download.error} />}
      <ListBody
        list={list}
        place={place}
        onGo={(next) => void setPlace(next, { history: 'push' })}
        loading={t('loading')}
        columns={5}
      >
        {({ rows }) => (
          <ListTable
            label={t('title')}
            heads={(['at', 'organisation', 'seq', 'hash', 'file'] as const).map((key) => t(`columns.${key}`))}
            rows={rows}
            busy={list.isPlaceholderData}
            empty={t('none')}
            onOpen={(row) => download.mutate(row)}
          >
            {(row) => <CheckpointCells row={row} onDownload={() => download.mutate(row)} />}
          </ListTable>
        )}
      </ListBody>
    </Section>
  );
}

function CheckpointCells({ row, onDownload }: { row: CheckpointRow; onDownload: () => void }) {
  const t = useTranslations('audit.checkpoints');
  const mayExport = useCan('audit:export');
  return (
    <>
      <Cell label={t('columns.at')}>
        <Ago value={row.at} />
      </Cell>
      <Cell label={t('columns.organisation')}>{row.organisation.name}</Cell>
      <Cell label={t('columns.seq')} mono>
        {row.seq}
      </Cell>
      <Cell label={t('columns.hash')} mono>
        <span title={row.hash}>{row.hash.slice(0, 16)}…</span>
      </Cell>
      <Cell>
        {mayExport ? (
          <IconButton
            size="sm"
            label={t('downloadOf', { organisation: row.organisation.name, seq: row.seq })}
            icon={<Download aria-hidden="true" />}
            onClick={onDownload}
          />
        ) : null}
      </Cell>
    </>
  );
}

function useDownload() {
  const client = useTRPCClient();
  const { id: organisationId } = useOrganisation();
  return useMutation({
    mutationFn: async ({ id, organisation, seq }: CheckpointRow) => {
      const file = await client.auditTrail.checkpointFile.query({ organisationId, checkpointId: id });
      const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `checkpoint-${organisation.id}-${seq}.json`;
      link.click();
      URL.revokeObjectURL(url);
    },
  });
}

'use client';
import type { ForwarderView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { ActDialog } from '../../shell/act-dialog';
import { useTRPC } from '../../trpc/context';
import { ForwarderDialog } from './forwarder-dialog';
import { ForwarderItem } from './forwarder-item';

/** Where entries are sent as they come, with what went wrong last. */
export function Forwarders() {
  const t = useTranslations('audit.forwarders');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id } = useOrganisation();
  const [edited, setEdited] = useState<ForwarderView | 'new'>();
  const [removed, setRemoved] = useState<ForwarderView>();
  const list = useQuery({
    ...trpc.auditTrail.forwarders.list.queryOptions({ organisationId: id }),
    // What is sent, and what waits, changes by itself.
    refetchInterval: 5000,
  });
  const changed = () => queryClient.invalidateQueries(trpc.auditTrail.forwarders.list.pathFilter());
  const remove = useMutation(
    trpc.auditTrail.forwarders.remove.mutationOptions({
      onSuccess: async () => {
        await changed();
        setRemoved(undefined);
      },
    }),
  );
  return (
    <Section
      title={t('title')}
      description={t('text')}
      actions={
        <Button icon={<Plus aria-hidden="true" />} onClick={() => setEdited('new')}>
          {t('add')}
        </Button>
      }
    >
      {list.data === undefined ? (
        list.isError ? (
          <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonTable label={t('loading')} columns={4} rows={2} />
        )
      ) : list.data.length === 0 ? (
        <p className="text-sm text-fg-muted">{t('none')}</p>
      ) : (
        <ul className="grid gap-2">
          {list.data.map((forwarder) => (
            <ForwarderItem
              key={forwarder.id}
              forwarder={forwarder}
              onEdit={() => setEdited(forwarder)}
              onRemove={() => setRemoved(forwarder)}
            />
          ))}
        </ul>
      )}
      {edited === undefined ? null : (
        <ForwarderDialog
          forwarder={edited === 'new' ? undefined : edited}
          onSaved={changed}
          onClose={() => setEdited(undefined)}
        />
      )}
      <ActDialog
        open={removed !== undefined}
        act={remove}
        onClose={() => setRemoved(undefined)}
        title={t('removeTitle', { receiver: removed === undefined ? '' : `${removed.host}:${removed.port}` })}
        description={t('removeText')}
        confirmLabel={t('remove')}
        danger
        refusal={({ title }) => title}
        onConfirm={() => {
          if (removed !== undefined)
            remove.mutate({ organisationId: id, forwarderId: removed.id, version: removed.version });
        }}
      />
    </Section>
  );
}

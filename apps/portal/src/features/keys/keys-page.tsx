'use client';
import type { KeyKind } from '@switchroom/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { DataKeys } from './data-keys';
import { KeysSkeleton } from './keys-skeleton';
import { RotateDialog } from './rotate-dialog';
import { WrappingKey } from './wrapping-key';

/** How often the page is read while secrets are sealed anew. */
const REFRESH_MS = 1000;

/** The keys that protect stored secrets: how old, what hangs on them, and new ones. */
export function KeysPage() {
  const t = useTranslations('keys');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const [rotating, setRotating] = useState<KeyKind | undefined>(undefined);
  const keys = useQuery({
    ...trpc.keys.state.queryOptions({ organisationId }),
    refetchInterval: ({ state }) => (['sealing', 'waiting'].includes(state.data?.phase ?? '') ? REFRESH_MS : false),
  });
  if (keys.data === undefined) {
    return keys.isError ? (
      <ErrorPanel error={keys.error} onRetry={() => void keys.refetch()} />
    ) : (
      <KeysSkeleton label={t('loading')} />
    );
  }
  return (
    <div className="grid gap-6">
      <DataKeys keys={keys.data} onRotate={() => setRotating('data-key')} />
      <WrappingKey keys={keys.data} onRotate={() => setRotating('key-file')} />
      <RotateDialog kind={rotating} onClose={() => setRotating(undefined)} />
    </div>
  );
}

'use client';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { appErrorOf } from '../../trpc/errors';
import { AppEditor } from './app-editor';

/** One App object over the list, found again by its guid in the address. */
export function AppPanel({
  pbxId,
  guid,
  online,
  hidden,
  onDirty,
  onClose,
  onPlan,
  onOpen,
}: {
  pbxId: string;
  guid: string;
  online: boolean;
  /** A plan of this object is being looked at; what was typed is kept. */
  hidden: boolean;
  onDirty: (dirty: boolean) => void;
  onClose: () => void;
  onPlan: (planId: string) => void;
  /** Opens another App object. */
  onOpen: (guid: string) => void;
}) {
  const t = useTranslations('appObjects.edit');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const app = useQuery(trpc.appObjects.get.queryOptions({ organisationId, pbxId, guid }));
  // Gone for good: what was read before must not pass for what the PBX has.
  const gone = app.isError && appErrorOf(app.error).code === 'not-found';
  if (app.data !== undefined && !gone) {
    return (
      <AppEditor
        pbxId={pbxId}
        app={app.data}
        online={online}
        hidden={hidden}
        onDirty={onDirty}
        onClose={onClose}
        onPlan={onPlan}
        onOpen={onOpen}
      />
    );
  }
  return (
    <SidePanel open={!hidden} size="lg" title={t('title')} closeLabel={common('close')} onClose={onClose}>
      {app.isError ? (
        <ErrorPanel error={app.error} onRetry={() => void app.refetch()} />
      ) : (
        <div role="status" aria-label={t('loading')} className="grid gap-4">
          {[0, 1, 2, 3].map((line) => (
            <div key={line} className="grid gap-2">
              <Skeleton className="w-24" />
              <Skeleton className="h-8" />
            </div>
          ))}
          <Skeleton className="h-40" />
        </div>
      )}
    </SidePanel>
  );
}

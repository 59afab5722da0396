'use client';
import { appCatalogue } from '@switchroom/contracts';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { AppCatalogue } from './app-catalogue';
import { CreateForm } from './create-form';

/** Creates an App object: first which app, then its form. */
export function CreatePanel({
  pbxId,
  online,
  choice,
  hidden,
  urlStart,
  onDirty,
  onChoice,
  onClose,
  onPlan,
}: {
  pbxId: string;
  online: boolean;
  /** `choose`, `custom`, or a key of the catalogue. */
  choice: string;
  /** The plan made from this form is being looked at. */
  hidden: boolean;
  urlStart: string | undefined;
  onDirty: (dirty: boolean) => void;
  onChoice: (choice: string) => void;
  onClose: () => void;
  onPlan: (planId: string) => void;
}) {
  const t = useTranslations('appObjects.create');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const entry = appCatalogue.find(({ key }) => key === choice);
  const choosing = entry === undefined && choice !== 'custom';
  const templates = useQuery(trpc.templates.list.queryOptions({ organisationId, pbxId }));
  if (!choosing && templates.data !== undefined) {
    return (
      <CreateForm
        key={choice}
        pbxId={pbxId}
        online={online}
        entry={entry}
        hidden={hidden}
        urlStart={urlStart}
        templates={templates.data.rows}
        onDirty={onDirty}
        onBack={() => onChoice('choose')}
        onClose={onClose}
        onPlan={onPlan}
      />
    );
  }
  return (
    <SidePanel open={!hidden} size="lg" title={t('title')} closeLabel={common('close')} onClose={onClose}>
      {choosing ? (
        <AppCatalogue onChoice={onChoice} />
      ) : templates.isError ? (
        <ErrorPanel error={templates.error} onRetry={() => void templates.refetch()} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </SidePanel>
  );
}

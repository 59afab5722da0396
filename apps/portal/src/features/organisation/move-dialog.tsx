'use client';
import { childKinds, type OrganisationDetail, type OrganisationHit, organisationKinds } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { appErrorOf } from '../../trpc/errors';
import { useErrorText } from '../../trpc/use-error-text';
import { MovePreviewView } from './move-preview';
import { OrganisationPicker } from './organisation-picker';
import { useOrganisationChanged } from './use-organisation-changed';

/** Another place in the tree: choose it, look at what would change, then move; mounted while it is open. */
export function MoveDialog({ detail, onClose }: { detail: OrganisationDetail; onClose: () => void }) {
  const t = useTranslations('organisations.move');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const trpc = useTRPC();
  const changed = useOrganisationChanged(onClose);
  const [target, setTarget] = useState<OrganisationHit | undefined>(undefined);
  const { id: organisationId, kind, parent } = detail;
  const preview = useQuery({
    ...trpc.organisations.previewMove.queryOptions({ organisationId, parentId: target?.id ?? organisationId }),
    enabled: target !== undefined,
    // What somebody agrees to is read for this occasion.
    staleTime: 0,
    gcTime: 0,
  });
  const move = useMutation(
    trpc.organisations.move.mutationOptions({
      onSuccess: changed,
      // The world has changed since the preview: the person sees the new one before they try again.
      onError: (error) => {
        if (appErrorOf(error).code === 'plan-outdated') void preview.refetch();
      },
    }),
  );
  const seen = target === undefined || preview.isFetching ? undefined : preview.data;
  const blocked = seen !== undefined && (seen.nameTaken || seen.missingRoles.length > 0);
  const choose = (hit: OrganisationHit): void => {
    move.reset();
    setTarget(hit);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { name: detail.name })}
      description={t('description')}
      closeLabel={common('close')}
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            disabled={seen === undefined || blocked}
            loading={move.isPending}
            onClick={() => {
              if (seen) move.mutate({ organisationId, parentId: seen.to.id, digest: seen.digest });
            }}
          >
            {t('submit')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <OrganisationPicker
          label={t('place')}
          kinds={organisationKinds.filter((one) => childKinds(one).includes(kind))}
          isOffered={(hit) =>
            hit.id !== organisationId &&
            hit.id !== parent?.id &&
            hit.trail.every((above) => above.id !== organisationId)
          }
          chosen={target}
          onChoose={choose}
          error={preview.error === null ? undefined : errorText(preview.error).fields['parentId']}
        />
        {move.error ? <ErrorPanel error={move.error} /> : null}
        {target === undefined ? null : preview.isError ? (
          <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />
        ) : seen === undefined ? (
          <Skeleton className="h-48" />
        ) : (
          <MovePreviewView preview={seen} />
        )}
      </div>
    </Dialog>
  );
}

'use client';
import type { OrganisationDetail } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ActDialog } from '../../shell/act-dialog';
import { refusedField, shortErrorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import type { ErrorText } from '../../trpc/use-error-text';
import { useOrganisationChanged } from './use-organisation-changed';

interface Props {
  detail: OrganisationDetail;
  open: boolean;
  onClose: () => void;
}

/** Says what archiving hits, and asks for the name. */
export function ArchiveDialog({ detail, open, onClose }: Props) {
  const t = useTranslations('organisations.archive');
  const trpc = useTRPC();
  const changed = useOrganisationChanged(onClose);
  const archive = useMutation(trpc.organisations.archive.mutationOptions({ onSuccess: changed }));
  const { id: organisationId, version, name, organisations, pbxs, people } = detail;
  return (
    <ActDialog
      open={open}
      act={archive}
      refusal={refusalOf}
      onClose={onClose}
      title={t('title', { name })}
      description={t('description', { organisations, pbxs, people })}
      typed={{ text: name, label: t('type', { name }) }}
      confirmLabel={t('submit')}
      danger
      onConfirm={() => archive.mutate({ organisationId, version, confirmName: name })}
    />
  );
}

/** Says what comes back, and asks for the name: links come up again at once. */
export function RestoreDialog({ detail, open, onClose }: Props) {
  const t = useTranslations('organisations.restore');
  const trpc = useTRPC();
  const changed = useOrganisationChanged(onClose);
  const restore = useMutation(trpc.organisations.restore.mutationOptions({ onSuccess: changed }));
  const { id: organisationId, version, name, pbxs } = detail;
  return (
    <ActDialog
      open={open}
      act={restore}
      refusal={refusalOf}
      onClose={onClose}
      title={t('title', { name })}
      description={t('description', { pbxs })}
      typed={{ text: name, label: t('type', { name }) }}
      confirmLabel={t('submit')}
      onConfirm={() => restore.mutate({ organisationId, version })}
    />
  );
}

function refusalOf(text: ErrorText): string {
  return refusedField(text) ?? shortErrorLine(text);
}

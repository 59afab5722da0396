'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useTranslations } from 'next-intl';
import { useErrorText } from '../../trpc/use-error-text';
import { errorLine } from './error-line';
import { usePbxUpdate } from './use-pbx-update';

/** Switches the link of a PBX off or on. */
export function SwitchDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.switch');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const { error, isPending, save } = usePbxUpdate(pbx, onClose);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={pbx.enabled ? t('offTitle', { name: pbx.name }) : t('onTitle', { name: pbx.name })}
      description={pbx.enabled ? t('off') : t('on')}
      confirmLabel={pbx.enabled ? t('offConfirm') : t('onConfirm')}
      cancelLabel={common('cancel')}
      loading={isPending}
      error={error === null ? undefined : errorLine(errorText(error))}
      onConfirm={() => save({ enabled: !pbx.enabled })}
    />
  );
}

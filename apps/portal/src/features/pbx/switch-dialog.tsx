'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { ActDialog } from '../../shell/act-dialog';
import { usePbxUpdate } from './use-pbx-update';

/** Switches the link of a PBX off or on. */
export function SwitchDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.switch');
  const update = usePbxUpdate(pbx, onClose);
  return (
    <ActDialog
      act={update}
      onClose={onClose}
      title={pbx.enabled ? t('offTitle', { name: pbx.name }) : t('onTitle', { name: pbx.name })}
      description={pbx.enabled ? t('off') : t('on')}
      confirmLabel={pbx.enabled ? t('offConfirm') : t('onConfirm')}
      onConfirm={() => update.save({ enabled: !pbx.enabled })}
    />
  );
}

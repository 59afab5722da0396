'use client';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useTranslations } from 'next-intl';

/** Asks before what was typed is lost. */
export function LeaveDialog({ open, onStay, onLeave }: { open: boolean; onStay: () => void; onLeave: () => void }) {
  const t = useTranslations('appObjects.leave');
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onStay())}
      title={t('title')}
      description={t('text')}
      confirmLabel={t('leave')}
      cancelLabel={t('stay')}
      danger
      onConfirm={onLeave}
    />
  );
}

'use client';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';

/**
 * Asks before unsaved input is left: `tryLeave` closes at once or asks, `onEscape` goes to the panel, `dialog` is rendered
 * beside it. Closing the tab asks in the browser's own words.
 */
export function useLeaveGuard(
  dirty: boolean,
  onLeave: () => void,
): { tryLeave: () => void; onEscape: (event: Event) => void; dialog: ReactNode } {
  const t = useTranslations('appObjects.leave');
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return {
    tryLeave: () => (dirty ? setAsking(true) : onLeave()),
    onEscape: (event) => {
      if (!dirty) return;
      event.preventDefault();
      setAsking(true);
    },
    dialog: (
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('title')}
        description={t('text')}
        confirmLabel={t('leave')}
        cancelLabel={t('stay')}
        danger
        onConfirm={() => {
          setAsking(false);
          onLeave();
        }}
      />
    ),
  };
}

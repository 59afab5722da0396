'use client';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { Dialog } from '@switchroom/ui/components/dialog';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { RecoveryCodes } from './recovery-codes';

/** Shows recovery codes the one time they can be seen; closing needs the word that they are kept. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTranslations('account.recoveryCodes');
  const common = useTranslations('common.actions');
  const [kept, setKept] = useState(false);
  const close = (): void => {
    if (kept) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={close}
      onEscape={(event) => {
        // A stray click must not take away what is shown once.
        if (!kept) event.preventDefault();
      }}
      title={t('title')}
      description={t('description')}
      closeLabel={common('close')}
      size="sm"
      footer={
        <Button variant="primary" disabled={!kept} onClick={close}>
          {t('done')}
        </Button>
      }
    >
      <div className="grid gap-3">
        <RecoveryCodes codes={codes} />
        <Checkbox label={t('kept')} checked={kept} onCheckedChange={(checked) => setKept(checked === true)} />
      </div>
    </Dialog>
  );
}

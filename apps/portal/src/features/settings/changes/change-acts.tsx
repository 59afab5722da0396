'use client';
import type { SettingChangeDetail } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ChangePossibilities } from './acts-of';
import { CancelDialog } from './cancel-dialog';
import { DecideDialog, type Decision } from './decide-dialog';
import { RestoreDialog } from './restore-dialog';

/** What the person can do with a change now, and why not, where somebody else can. */
export function ChangeActs({ change, can }: { change: SettingChangeDetail; can: ChangePossibilities }) {
  const t = useTranslations('settingChanges.acts');
  const [act, setAct] = useState<Decision | 'cancel' | 'restore' | undefined>(undefined);
  const close = (): void => setAct(undefined);
  return (
    <>
      {can.notDeciding === undefined ? null : (
        <p className="mr-auto max-w-72 text-xs text-fg-muted">{t(can.notDeciding)}</p>
      )}
      {can.cancel ? <Button onClick={() => setAct('cancel')}>{t('cancel.open')}</Button> : null}
      {can.decide ? (
        <>
          <Button onClick={() => setAct('reject')}>{t('reject.open')}</Button>
          <Button variant="primary" onClick={() => setAct('approve')}>
            {t('approve.open')}
          </Button>
        </>
      ) : null}
      {can.restore ? <Button onClick={() => setAct('restore')}>{t('restore.open')}</Button> : null}
      {act === undefined ? null : act === 'restore' ? (
        <RestoreDialog change={change} onClose={close} />
      ) : act === 'cancel' ? (
        <CancelDialog change={change} onClose={close} />
      ) : (
        <DecideDialog change={change} decision={act} onClose={close} />
      )}
    </>
  );
}

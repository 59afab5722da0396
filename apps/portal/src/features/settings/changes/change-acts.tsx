'use client';
import type { SettingChangeDetail } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan } from '../../../session/session-context';
import { CancelDialog } from './cancel-dialog';
import { DecideDialog, type Decision } from './decide-dialog';
import { RestoreDialog } from './restore-dialog';

/** What the person can do with a change now, and why not, where somebody else can. */
export function ChangeActs({ change }: { change: SettingChangeDetail }) {
  const t = useTranslations('settingChanges.acts');
  const mayApprove = useCan('settings:approve');
  const mayUpdate = useCan('settings:update');
  const [act, setAct] = useState<Decision | 'cancel' | 'restore' | undefined>(undefined);
  const waiting = change.state === 'waiting';
  const cancels = (waiting || change.state === 'scheduled') && (change.mine || mayApprove);
  const decides = waiting && mayApprove && !change.mine;
  const restores = mayUpdate && change.state === 'applied';
  const why = waiting && !decides ? (change.mine ? t('notYours') : t('notAllowed')) : undefined;
  const close = (): void => setAct(undefined);
  if (!cancels && !decides && !restores && why === undefined) return null;
  return (
    <>
      {why === undefined ? null : <p className="mr-auto max-w-72 text-xs text-fg-muted">{why}</p>}
      {cancels ? <Button onClick={() => setAct('cancel')}>{t('cancel.open')}</Button> : null}
      {decides ? (
        <>
          <Button onClick={() => setAct('reject')}>{t('reject.open')}</Button>
          <Button variant="primary" onClick={() => setAct('approve')}>
            {t('approve.open')}
          </Button>
        </>
      ) : null}
      {restores ? <Button onClick={() => setAct('restore')}>{t('restore.open')}</Button> : null}
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

'use client';
import type { PasskeyView, SecurityView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Section } from '@switchroom/ui/components/section';
import { Cell } from '@switchroom/ui/components/table';
import { useMutation } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActDialog } from '../../shell/act-dialog';
import { ListTable } from '../../shell/list-body';
import { shortErrorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import { AccountTime } from './account-time';
import { AddPasskeyDialog, RenamePasskeyDialog } from './passkey-dialogs';
import { useAccountChanged } from './use-account-changed';

type Act = { kind: 'add' } | { kind: 'rename' | 'remove'; passkey: PasskeyView };

/** The person's passkeys. */
export function PasskeysSection({ security, renderedAt }: { security: SecurityView; renderedAt: number }) {
  const t = useTranslations('account.passkeys');
  const trpc = useTRPC();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const close = (): void => setAct(undefined);
  const changed = useAccountChanged(close);
  const remove = useMutation(trpc.account.removePasskey.mutationOptions({ onSuccess: changed }));
  const { passkeys, requiredBy, totp, singleSignOn } = security;
  const nameOf = ({ name }: PasskeyView): string => (name === '' ? t('unnamed') : name);
  const last = requiredBy.length > 0 && !totp && passkeys.length === 1;
  return (
    <Section
      title={t('title')}
      description={t('description')}
      actions={
        singleSignOn?.state === 'alone' ? undefined : (
          <Button onClick={() => setAct({ kind: 'add' })}>{t('add')}</Button>
        )
      }
    >
      <ListTable
        label={t('title')}
        heads={[t('name'), t('kept'), t('added'), { label: t('actions'), unseen: true }]}
        rows={passkeys}
        empty={<p className="px-3 py-2 text-sm text-fg-muted">{t('empty')}</p>}
      >
        {(passkey) => (
          <>
            <Cell label={t('name')} className="font-medium">
              {nameOf(passkey)}
            </Cell>
            <Cell label={t('kept')}>{passkey.synced ? t('synced') : t('device')}</Cell>
            <Cell label={t('added')}>
              {passkey.createdAt === null ? '–' : <AccountTime value={passkey.createdAt} renderedAt={renderedAt} />}
            </Cell>
            <Cell label={t('actions')}>
              <span className="flex gap-1">
                <IconButton
                  label={t('rename', { name: nameOf(passkey) })}
                  icon={<Pencil aria-hidden="true" />}
                  onClick={() => setAct({ kind: 'rename', passkey })}
                />
                <IconButton
                  label={t('remove', { name: nameOf(passkey) })}
                  icon={<Trash2 aria-hidden="true" />}
                  onClick={() => setAct({ kind: 'remove', passkey })}
                />
              </span>
            </Cell>
          </>
        )}
      </ListTable>
      {act?.kind === 'add' ? <AddPasskeyDialog onClose={close} /> : null}
      {act?.kind === 'rename' ? <RenamePasskeyDialog passkey={act.passkey} onClose={close} /> : null}
      <ActDialog
        open={act?.kind === 'remove'}
        act={remove}
        onClose={close}
        title={t('removeTitle', { name: act?.kind === 'remove' ? nameOf(act.passkey) : '' })}
        description={last ? t('removeLast', { names: requiredBy.join(', ') }) : t('removeWhat')}
        confirmLabel={t('removeConfirm')}
        danger
        refusal={shortErrorLine}
        onConfirm={() => {
          if (act?.kind === 'remove') remove.mutate({ id: act.passkey.id });
        }}
      />
    </Section>
  );
}

'use client';
import { addPasskeyInput, type PasskeyView } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC, useTRPCClient } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { isPasskeyCancelled, isPasskeyKnown, makePasskey } from './passkey-browser';
import { useAccountChanged } from './use-account-changed';

const nameSchema = addPasskeyInput.shape.name;

/** Names a passkey and lets the browser make it. */
export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.passkeys');
  const client = useTRPCClient();
  const changed = useAccountChanged(onClose);
  const add = useMutation({
    mutationFn: async (name: string) => {
      const options = await client.account.passkeyOptions.mutate();
      await client.account.addPasskey.mutate({ name, response: await makePasskey(options) });
    },
    onSuccess: changed,
  });
  return (
    <NameDialog
      title={t('addTitle')}
      description={t('addWhat')}
      submit={t('addSubmit')}
      initial=""
      busy={add.isPending}
      error={add.error}
      note={
        isPasskeyKnown(add.error) ? (
          <Banner tone="warn">{t('known')}</Banner>
        ) : isPasskeyCancelled(add.error) ? (
          <Banner tone="info">{t('cancelled')}</Banner>
        ) : undefined
      }
      onSubmit={(name) => add.mutate(name)}
      onClose={onClose}
    />
  );
}

export function RenamePasskeyDialog({ passkey, onClose }: { passkey: PasskeyView; onClose: () => void }) {
  const t = useTranslations('account.passkeys');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const changed = useAccountChanged(onClose);
  const rename = useMutation(trpc.account.renamePasskey.mutationOptions({ onSuccess: changed }));
  return (
    <NameDialog
      title={t('renameTitle')}
      submit={common('save')}
      initial={passkey.name}
      busy={rename.isPending}
      error={rename.error}
      onSubmit={(name) => rename.mutate({ id: passkey.id, name })}
      onClose={onClose}
    />
  );
}

function NameDialog({
  title,
  description,
  submit,
  initial,
  busy,
  error,
  note,
  onSubmit,
  onClose,
}: {
  title: string;
  description?: string;
  submit: string;
  initial: string;
  busy: boolean;
  error: unknown;
  /** Says what happened instead of the error. */
  note?: ReactNode;
  onSubmit: (name: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('account.passkeys');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const [name, setName] = useState(initial);
  const [tried, setTried] = useState(false);
  const checked = nameSchema.safeParse(name);
  const fields = error === null ? {} : errorText(error).fields;
  const broken = tried && !checked.success ? ruleText(checked.error.issues[0]?.message) : undefined;
  return (
    <FormDialog
      title={title}
      description={description}
      size="sm"
      submit={submit}
      busy={busy}
      onSubmit={() => {
        setTried(true);
        if (checked.success && !busy) onSubmit(checked.data);
      }}
      onClose={onClose}
    >
      {note ?? (error !== null && fields['name'] === undefined ? <ErrorPanel error={error} /> : null)}
      <Field label={t('name')} help={t('nameHelp')} error={broken ?? fields['name']}>
        <Input autoComplete="off" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

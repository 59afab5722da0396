'use client';
import { type ForwarderForm, forwarderSchema, type ForwarderView } from '@switchroom/contracts';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Switch } from '@switchroom/ui/components/switch';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';

const fresh = { host: '', port: '6514', tls: true, caCertificate: '', enabled: true };

/** A receiver to be added or changed; mounted while it is open. */
export function ForwarderDialog({
  forwarder,
  onSaved,
  onClose,
}: {
  forwarder: ForwarderView | undefined;
  onSaved: () => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useTranslations('audit.forwarders.form');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const [values, setValues] = useState(() =>
    forwarder === undefined
      ? fresh
      : { ...forwarder, port: String(forwarder.port), caCertificate: forwarder.caCertificate ?? '' },
  );
  const [fromStart, setFromStart] = useState(false);
  const [tried, setTried] = useState(false);
  const set = (change: Partial<typeof fresh>): void => setValues({ ...values, ...change });
  const onSuccess = async (): Promise<void> => {
    await onSaved();
    onClose();
  };
  const create = useMutation(trpc.auditTrail.forwarders.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.auditTrail.forwarders.update.mutationOptions({ onSuccess }));
  const error = create.error ?? update.error;
  const fields = error === null ? {} : errorText(error).fields;
  const checked = forwarderSchema.safeParse({
    ...values,
    port: values.port.trim() === '' ? Number.NaN : Number(values.port),
    caCertificate: !values.tls || values.caCertificate.trim() === '' ? null : values.caCertificate,
  });
  const wrong = (name: keyof ForwarderForm): string | undefined => {
    const issue = tried && !checked.success ? checked.error.issues.find(({ path }) => path[0] === name) : undefined;
    if (issue === undefined) return fields[`forwarder.${name}`];
    return ruleText(name === 'port' ? 'port-range' : issue.message);
  };
  return (
    <FormDialog
      title={forwarder === undefined ? t('addTitle') : t('editTitle')}
      submit={t('save')}
      busy={create.isPending || update.isPending}
      onSubmit={() => {
        setTried(true);
        if (!checked.success) return;
        if (forwarder === undefined) create.mutate({ organisationId, forwarder: checked.data, fromStart });
        else {
          const { id: forwarderId, version } = forwarder;
          update.mutate({ organisationId, forwarderId, version, forwarder: checked.data });
        }
      }}
      onClose={onClose}
    >
      {error !== null && Object.keys(fields).length === 0 ? <ErrorPanel error={error} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
        <Field label={t('host')} help={t('hostHelp')} error={wrong('host')}>
          <Input mono autoComplete="off" value={values.host} onChange={({ target }) => set({ host: target.value })} />
        </Field>
        <Field label={t('port')} error={wrong('port')}>
          <Input
            mono
            inputMode="numeric"
            autoComplete="off"
            value={values.port}
            onChange={({ target }) => set({ port: target.value })}
          />
        </Field>
      </div>
      <Checkbox
        label={t('tls')}
        help={t('tlsHelp')}
        checked={values.tls}
        onCheckedChange={(on) => set({ tls: on === true })}
      />
      {values.tls ? (
        <Field label={t('ca')} help={t('caHelp')} error={wrong('caCertificate')}>
          <Textarea
            mono
            rows={4}
            value={values.caCertificate}
            onChange={({ target }) => set({ caCertificate: target.value })}
          />
        </Field>
      ) : null}
      {forwarder === undefined ? (
        <Checkbox label={t('fromStart')} checked={fromStart} onCheckedChange={(on) => setFromStart(on === true)} />
      ) : null}
      <Switch label={t('enabled')} checked={values.enabled} onCheckedChange={(on) => set({ enabled: on === true })} />
    </FormDialog>
  );
}

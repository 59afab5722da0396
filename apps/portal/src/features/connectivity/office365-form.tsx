'use client';
import { microsoftTokenUrl, probeOffice365Input } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useRuleText } from '../../trpc/use-error-text';
import { ProbeForm } from './probe-form';
import { brokenRules } from './verdict';

const names = ['tenantId', 'clientId', 'clientSecret', 'tokenUrl'] as const;

/** Signs the application in at the token address; the secret lives in this form alone. */
export function Office365Form({ initial }: { initial: { tenantId: string; clientId: string } }) {
  const t = useTranslations('checks.calendar');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const ruleText = useRuleText();
  const [values, setValues] = useState({
    tenantId: initial.tenantId,
    clientId: initial.clientId,
    clientSecret: '',
    tokenUrl: '',
  });
  const [rules, setRules] = useState<Record<string, string>>({});
  // What was asked holds the secret: nothing keeps it once the form is gone.
  const probe = useMutation(trpc.connectivity.probeOffice365.mutationOptions({ gcTime: 0 }));
  const control = (name: (typeof names)[number]) => ({
    value: values[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => {
      const { value } = event.target;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <ProbeForm
      probe={probe}
      onSubmit={() => {
        const { tokenUrl, ...rest } = values;
        const parsed = probeOffice365Input.safeParse({
          organisationId,
          ...rest,
          ...(tokenUrl.trim() === '' ? {} : { tokenUrl }),
        });
        setRules(brokenRules(parsed.error));
        if (parsed.success) probe.mutate(parsed.data);
        else probe.reset();
      }}
    >
      <Field label={t('tenantId')} error={ruleText(rules['tenantId'])}>
        <Input mono {...control('tenantId')} />
      </Field>
      <Field label={t('clientId')} error={ruleText(rules['clientId'])}>
        <Input mono {...control('clientId')} />
      </Field>
      <Field label={t('clientSecret')} help={t('clientSecretHelp')} error={ruleText(rules['clientSecret'])}>
        <PasswordInput
          {...control('clientSecret')}
          autoComplete="new-password"
          revealLabel={t('reveal')}
          hideLabel={t('hide')}
        />
      </Field>
      <Field
        label={t('tokenUrl')}
        help={t('tokenUrlHelp')}
        error={ruleText(rules['tokenUrl'])}
        optionalMark={t('optional')}
      >
        <Input mono type="url" placeholder={microsoftTokenUrl(values.tenantId || 'tenant')} {...control('tokenUrl')} />
      </Field>
    </ProbeForm>
  );
}

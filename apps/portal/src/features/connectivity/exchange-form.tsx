'use client';
import { probeExchangeInput } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useRuleText } from '../../trpc/use-error-text';
import { ProbeForm } from './probe-form';
import { brokenRules } from './verdict';

/** Asks an EWS address as nobody. */
export function ExchangeForm({ initial }: { initial: { ewsUrl: string } }) {
  const t = useTranslations('checks.calendar');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const ruleText = useRuleText();
  const [ewsUrl, setEwsUrl] = useState(initial.ewsUrl);
  const [rules, setRules] = useState<Record<string, string>>({});
  const probe = useMutation(trpc.connectivity.probeExchange.mutationOptions());
  return (
    <ProbeForm
      probe={probe}
      onSubmit={() => {
        const parsed = probeExchangeInput.safeParse({ organisationId, ewsUrl });
        setRules(brokenRules(parsed.error));
        if (parsed.success) probe.mutate(parsed.data);
        else probe.reset();
      }}
    >
      <Field label={t('ewsUrl')} help={t('ewsUrlHelp')} error={ruleText(rules['ewsUrl'])}>
        <Input
          mono
          type="url"
          value={ewsUrl}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setEwsUrl(event.target.value)}
        />
      </Field>
    </ProbeForm>
  );
}

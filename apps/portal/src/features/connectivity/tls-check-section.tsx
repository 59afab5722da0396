'use client';
import { checkTlsInput } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Section } from '@switchroom/ui/components/section';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { checksParsers } from './checks-search';
import { OpensslOutput } from './openssl-output';
import { TlsReport } from './tls-report';
import { brokenRules } from './verdict';

/** Asks for a host and a port, and shows what is presented there. */
export function TlsCheckSection() {
  const t = useTranslations('checks.tls');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const [address, setAddress] = useQueryStates(checksParsers);
  const [host, setHost] = useState(address.host);
  const [port, setPort] = useState(String(address.port));
  const [rules, setRules] = useState<Record<string, string>>({});
  const check = useMutation(trpc.connectivity.checkTls.mutationOptions());
  const fields = check.error === null ? {} : errorText(check.error).fields;
  const submit = (): void => {
    const parsed = checkTlsInput.safeParse({ organisationId, host, port: /^\s*\d+\s*$/.test(port) ? Number(port) : 0 });
    setRules(brokenRules(parsed.error));
    if (!parsed.success) return check.reset();
    void setAddress({ host: parsed.data.host, port: parsed.data.port });
    check.mutate(parsed.data);
  };
  const found = check.data;
  return (
    <Section title={t('title')} description={t('text')}>
      <form
        className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_10rem_auto] lg:max-w-3xl"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!check.isPending) submit();
        }}
      >
        <Field label={t('host')} help={t('hostHelp')} error={ruleText(rules['host']) ?? fields['host']}>
          <Input
            mono
            value={host}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setHost(event.target.value)}
          />
        </Field>
        <Field label={t('port')} help={t('portHelp')} error={ruleText(rules['port']) ?? fields['port']}>
          <Input mono inputMode="numeric" value={port} onChange={(event) => setPort(event.target.value)} />
        </Field>
        <Button type="submit" variant="primary" loading={check.isPending} className="sm:mt-6">
          {t('submit')}
        </Button>
      </form>
      {check.isPending ? (
        <div role="status">
          <span className="sr-only">{t('checking')}</span>
          <Skeleton className="h-64" />
        </div>
      ) : null}
      {check.error === null || Object.keys(fields).length > 0 ? null : <ErrorPanel error={check.error} />}
      {found === undefined ? null : (
        <div className="grid gap-4" key={found.checkedAt.toISOString()}>
          <h3 className="font-mono text-sm break-all">{t('of', { host: found.host, port: String(found.port) })}</h3>
          <TlsReport check={found} />
          <OpensslOutput host={found.host} port={found.port} />
        </div>
      )}
    </Section>
  );
}

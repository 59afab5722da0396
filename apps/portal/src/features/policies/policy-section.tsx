'use client';
import { auditRetentionDays, type PoliciesView, settingApprovalPbxs } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { SaveBar } from '@switchroom/ui/components/save-bar';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { Switch } from '@switchroom/ui/components/switch';
import { toast } from '@switchroom/ui/components/toaster';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { appErrorOf } from '../../trpc/errors';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { useLeaveGuard } from '../app-objects/use-leave-guard';
import { numberOf, PolicyNumber } from './policy-number';
import { PolicyOrigin } from './policy-origin';

/** Nothing around the form has to know that something is unsaved. */
const ignore = (): void => undefined;

/** How strict the organisation of the page is: second factor, support, audit log, second person for settings. */
export function PolicySection() {
  const t = useTranslations('policies');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const { data, error, refetch } = useQuery(trpc.policies.get.queryOptions({ organisationId: id }));
  return (
    <Section title={t('title')} description={t('description')}>
      {data ? (
        // A new version starts a new form: what it was opened with and what it holds now belong together.
        <PolicyForm key={data.version} policies={data} />
      ) : error === null ? (
        <SkeletonTable label={t('loading')} columns={2} rows={5} />
      ) : (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      )}
    </Section>
  );
}

function PolicyForm({ policies }: { policies: PoliciesView }) {
  const t = useTranslations('policies');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id } = useOrganisation();
  const may = useCan('policies:update');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const { own, effective, version } = policies;
  const [secondFactor, setSecondFactor] = useState(own.requireSecondFactor);
  const [forbid, setForbid] = useState(own.forbidImpersonation);
  const [days, setDays] = useState(textOf(own.auditRetentionDays));
  const [approval, setApproval] = useState(textOf(own.settingApprovalPbxs));
  const reload = (): Promise<void> => queryClient.invalidateQueries(trpc.policies.get.pathFilter());
  const update = useMutation(
    trpc.policies.update.mutationOptions({
      onSuccess: async () => {
        toast.success(t('saved'));
        await reload();
      },
    }),
  );
  const retention = numberOf(days, auditRetentionDays);
  const approvalPbxs = numberOf(approval, settingApprovalPbxs);
  const wrong = retention === undefined || approvalPbxs === undefined;
  const changed =
    secondFactor !== own.requireSecondFactor ||
    forbid !== own.forbidImpersonation ||
    retention !== own.auditRetentionDays ||
    approvalPbxs !== own.settingApprovalPbxs;
  const fields = update.error === null ? {} : errorText(update.error).fields;
  const outdated = update.error !== null && appErrorOf(update.error).code === 'plan-outdated';
  const lacksOwn = secondFactor && !own.requireSecondFactor && !policies.secondFactorUsed;
  const { dialog } = useLeaveGuard(changed && !update.isSuccess, ignore, false);
  const discard = (): void => {
    setSecondFactor(own.requireSecondFactor);
    setForbid(own.forbidImpersonation);
    setDays(textOf(own.auditRetentionDays));
    setApproval(textOf(own.settingApprovalPbxs));
    update.reset();
  };
  return (
    <form
      noValidate
      className="grid max-w-2xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!changed || wrong || lacksOwn || update.isPending) return;
        update.mutate({
          organisationId: id,
          version,
          requireSecondFactor: secondFactor,
          forbidImpersonation: forbid,
          auditRetentionDays: retention,
          settingApprovalPbxs: approvalPbxs,
        });
      }}
    >
      {may ? null : <Banner live="off">{t('readOnly')}</Banner>}
      {update.error && Object.keys(fields).length === 0 ? (
        <ErrorPanel error={update.error} onRetry={outdated ? () => void reload() : undefined} />
      ) : null}
      <div className="grid gap-2">
        <Switch
          label={t('secondFactor')}
          help={t('secondFactorHelp')}
          checked={secondFactor}
          disabled={!may}
          onCheckedChange={setSecondFactor}
        />
        <PolicyOrigin policy={effective.requireSecondFactor}>
          {t(effective.requireSecondFactor.value ? 'holds.on' : 'holds.off')}
        </PolicyOrigin>
        {lacksOwn || fields['requireSecondFactor'] !== undefined ? (
          <Banner tone="warn" action={<LinkButton href="/account/security">{t('secondFactorSetUp')}</LinkButton>}>
            {t('secondFactorOwn')}
          </Banner>
        ) : null}
      </div>
      <div className="grid gap-2">
        <Switch
          label={t('forbid')}
          help={t('forbidHelp')}
          checked={forbid}
          disabled={!may}
          onCheckedChange={setForbid}
        />
        <PolicyOrigin policy={effective.forbidImpersonation}>
          {t(effective.forbidImpersonation.value ? 'holds.on' : 'holds.off')}
        </PolicyOrigin>
      </div>
      <PolicyNumber
        label={t('retention')}
        help={t('retentionHelp')}
        unit={t('days')}
        none={t('forever')}
        error={retention === undefined ? ruleText('retention-days') : fields['auditRetentionDays']}
        disabled={!may}
        value={days}
        onChange={setDays}
        policy={effective.auditRetentionDays}
      >
        {effective.auditRetentionDays.value === null
          ? t('holds.forever')
          : t('holds.days', { days: effective.auditRetentionDays.value })}
      </PolicyNumber>
      <PolicyNumber
        label={t('approval')}
        help={t('approvalHelp')}
        unit={t('pbxs')}
        none={t('nobody')}
        error={approvalPbxs === undefined ? ruleText('approval-pbxs') : fields['settingApprovalPbxs']}
        disabled={!may}
        value={approval}
        onChange={setApproval}
        policy={effective.settingApprovalPbxs}
      >
        {effective.settingApprovalPbxs.value === null
          ? t('holds.nobody')
          : t('holds.pbxs', { pbxs: effective.settingApprovalPbxs.value })}
      </PolicyNumber>
      <SaveBar visible={changed} summary={t('changed')}>
        <Button onClick={discard}>{t('discard')}</Button>
        <Button type="submit" variant="primary" loading={update.isPending} disabled={wrong || lacksOwn}>
          {t('save')}
        </Button>
      </SaveBar>
      {dialog}
    </form>
  );
}

/** A number as a field shows it. */
function textOf(number: number | null): string {
  return number === null ? '' : String(number);
}

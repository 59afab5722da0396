'use client';
import type { SettingChangeDetail } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { useExactTime } from '../../../shell/time';
import { useTRPC } from '../../../trpc/context';
import { SettingDifferences } from '../preview/setting-differences';
import { SettingImpactView } from '../preview/setting-impact';
import { useSettingWords } from '../preview/use-setting-words';
import { actsOf } from './acts-of';
import { ChangeActs } from './change-acts';
import { ChangeStateChip } from './change-state-chip';

/** One change of settings beside the list: what, who, why, what became of it, and what can be done with it. */
export function ChangePanel({ changeId, onClose }: { changeId: string | null; onClose: () => void }) {
  const t = useTranslations('settingChanges.panel');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const words = useSettingWords();
  const { id: organisationId } = useOrganisation();
  const change = useQuery(
    trpc.settings.change.queryOptions(changeId === null ? skipToken : { organisationId, changeId }),
  );
  const may = { approve: useCan('settings:approve'), update: useCan('settings:update') };
  const can = change.data === undefined ? undefined : actsOf(change.data, may);
  const acts = can !== undefined && Object.values(can).some(Boolean) ? can : undefined;
  const [first, ...others] = change.data?.keys ?? [];
  return (
    <SidePanel
      open={changeId !== null}
      onClose={onClose}
      size="lg"
      title={
        first === undefined
          ? t('title')
          : others.length === 0
            ? words.label(first)
            : t('titleMore', { first: words.label(first), count: others.length })
      }
      closeLabel={common('close')}
      footer={
        change.data === undefined || acts === undefined ? undefined : <ChangeActs change={change.data} can={acts} />
      }
    >
      {change.data !== undefined ? (
        <Facts change={change.data} />
      ) : change.isError ? (
        <ErrorPanel error={change.error} onRetry={() => void change.refetch()} />
      ) : (
        <div role="status" aria-label={t('loading')} className="grid gap-4">
          <Skeleton className="h-56" />
          <Skeleton className="h-40" />
        </div>
      )}
    </SidePanel>
  );
}

function Facts({ change }: { change: SettingChangeDetail }) {
  const t = useTranslations('settingChanges');
  const words = useSettingWords();
  const exact = useExactTime();
  const { decided, effectiveAt, appliedAt, state } = change;
  const open = state === 'waiting' || state === 'scheduled';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {state === 'waiting' ? (
        <Banner tone="warn" title={t('panel.waiting')} live="off">
          {change.mine ? t('panel.waitingMine') : t('panel.waitingOthers')}
        </Banner>
      ) : null}
      {state === 'conflict' ? (
        <Banner tone="warn" title={t('panel.conflict')} live="off">
          {t('panel.conflictHelp')}
        </Banner>
      ) : null}
      <DescriptionList
        items={[
          { label: t('changes.columns.state'), value: <ChangeStateChip state={state} /> },
          { label: t('changes.columns.kind'), value: t(`kinds.${change.kind}`) },
          { label: t('changes.columns.where'), value: change.organisation?.name ?? words.place(null) },
          { label: t('changes.columns.who'), value: words.person(change.personName) },
          { label: t('panel.at'), value: exact(change.at) },
          { label: t('panel.reason'), value: change.reason === '' ? t('panel.noReason') : change.reason },
          ...(effectiveAt === null ? [] : [{ label: t('panel.effectiveAt'), value: exact(effectiveAt) }]),
          ...(decided === null
            ? []
            : [
                {
                  label: t(`panel.decided.${state === 'rejected' || state === 'cancelled' ? state : 'approved'}`),
                  value: t('panel.byAt', { name: words.person(decided.personName), at: exact(decided.at) }),
                },
                ...(decided.reason === '' ? [] : [{ label: t('panel.decisionReason'), value: decided.reason }]),
              ]),
          ...(appliedAt === null ? [] : [{ label: t('panel.appliedAt'), value: exact(appliedAt) }]),
        ]}
      />
      {change.impact === null || !(open || state === 'applied') ? null : (
        <section className="grid gap-2">
          <h3 className="text-sm font-medium">{open ? t('panel.wouldHit') : t('panel.hit')}</h3>
          <SettingImpactView impact={change.impact} past={!open} />
        </section>
      )}
      <section className="grid gap-2">
        <h3 className="text-sm font-medium">{t('panel.differences')}</h3>
        <SettingDifferences differences={change.differences} headingLevel={4} />
      </section>
    </div>
  );
}

'use client';
import type { PlanView } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { Check, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCan } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { Ago } from '../../shell/time';
import { PlanStateChip } from '../states/plan-state-chip';
import { objectCount, planActions } from './diff-entries';
import { usePlanWords } from './field-words';
import { PlanOperation } from './plan-operation';
import { usePlan } from './use-plan';

/**
 * A plan from diff to proof: what would change and for how many, then each operation's state as it happens.
 * `onClose` is called once it is discarded; `onRetried` gets the id of the plan that takes the rest up again.
 */
export function PlanReview({
  planId,
  onClose,
  onRetried,
}: {
  planId: string;
  onClose?: () => void;
  onRetried?: (planId: string) => void;
}) {
  const t = useTranslations('plans');
  const mayApply = useCan('plans:apply');
  const { query, plan, confirm, discard, stop, retry, busy, error } = usePlan(planId);
  if (plan === undefined) {
    return query.isError ? (
      <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <PlanSkeleton label={t('review.loading')} />
    );
  }
  const can = planActions(plan);
  return (
    <div className="grid gap-4">
      <PlanSentence plan={plan} />
      <PlanNotes plan={plan} />
      <div className="grid gap-3">
        {plan.operations.map((operation) => (
          <PlanOperation key={operation.id} plan={plan} operation={operation} />
        ))}
      </div>
      <p role="status" className="sr-only">
        {t('review.live', { state: t(`states.${plan.state}`) })}
      </p>
      {error === null ? null : <ErrorPanel error={error} />}
      {mayApply && (can.confirm || can.discard || can.stop || can.retry) ? (
        <div className="flex flex-wrap gap-2">
          {can.confirm ? (
            <Button variant="primary" icon={<Check aria-hidden="true" />} loading={busy.confirm} onClick={confirm}>
              {t('review.confirm', { count: plan.operations.length })}
            </Button>
          ) : null}
          {can.retry ? (
            <Button
              variant="primary"
              icon={<Undo2 aria-hidden="true" />}
              loading={busy.retry}
              onClick={() => retry((next) => onRetried?.(next.id))}
            >
              {t('review.retry')}
            </Button>
          ) : null}
          {can.stop ? (
            <Button loading={busy.stop} title={t('review.stopHelp')} onClick={stop}>
              {t('review.stop')}
            </Button>
          ) : null}
          {can.discard ? (
            <Button loading={busy.discard} onClick={() => discard(onClose)}>
              {t('review.discard')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** "2 objects on 1 PBX, 214 users affected", the state, who and when. */
function PlanSentence({ plan }: { plan: PlanView }) {
  const t = useTranslations('plans');
  const objects = objectCount(plan.operations);
  return (
    <div className="grid gap-1">
      <p className="text-base">
        {plan.usersAffected === undefined
          ? t('sentenceUnknown', { objects })
          : t('sentence', { objects, users: plan.usersAffected })}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-fg-muted">
        <PlanStateChip state={plan.state} />
        <span>{t('review.onPbx', { pbx: plan.pbx.name })}</span>
        <span>{t('review.by', { name: plan.createdBy })}</span>
        <Ago value={plan.endedAt ?? plan.confirmedAt ?? plan.createdAt} />
      </p>
    </div>
  );
}

/** What a person should know: before applying, while it waits, and at the end. */
function PlanNotes({ plan }: { plan: PlanView }) {
  const t = useTranslations('plans.review');
  const words = usePlanWords();
  const pbx = plan.pbx.name;
  const open = plan.state === 'open';
  const waits = !plan.pbx.online && (plan.state === 'queued' || plan.state === 'running');
  const conflicting = open && plan.operations.some(({ conflicts }) => conflicts.length > 0);
  return (
    <>
      {open && plan.warnings.length > 0 ? (
        <Banner tone="warn" live="off" title={t('warnings')}>
          <ul className="grid gap-1">
            {plan.warnings.map((warning, index) => (
              <li key={`${warning.key}${index}`}>{words.warning(warning)}</li>
            ))}
          </ul>
        </Banner>
      ) : null}
      {conflicting ? <Banner tone="warn" live="off" title={t('conflictsOpen')} /> : null}
      {open && !plan.pbx.online ? <Banner tone="info" live="off" title={t('offlineOpen', { pbx })} /> : null}
      {waits ? <Banner tone="warn" title={t('offline', { pbx })} /> : null}
      {plan.state === 'verified' ? <Banner tone="ok" title={t('done', { pbx })} /> : null}
      {plan.state === 'discarded' ? <Banner tone="info" live="off" title={t('discardedNote')} /> : null}
    </>
  );
}

/** The heights of a plan of one operation. */
export function PlanSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-4">
      <div className="grid gap-1">
        <Skeleton className="h-5 w-72" />
        <Skeleton className="h-5 w-96 max-w-full" />
      </div>
      <Skeleton className="h-40 w-full" />
    </div>
  );
}

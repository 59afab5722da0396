'use client';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { PlanReview } from '../plans/plan-review';
import { usePlanTitle } from '../states/use-plan-title';

/** The review of a plan over the list. */
export function PlanPanel({
  planId,
  onClose,
  onRetried,
}: {
  planId: string;
  onClose: (planId: string) => void;
  onRetried: (planId: string) => void;
}) {
  const t = useTranslations('plans');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const title = usePlanTitle();
  const { id: organisationId } = useOrganisation();
  const plan = useQuery(trpc.plans.get.queryOptions({ organisationId, planId })).data;
  return (
    <SidePanel
      open
      size="xl"
      title={plan === undefined ? t('columns.title') : title(plan.title)}
      closeLabel={common('close')}
      onClose={() => onClose(planId)}
      actions={
        <LinkButton size="sm" variant="ghost" href={`/o/${organisationId}/changes/${planId}`}>
          {t('review.openFull')}
        </LinkButton>
      }
    >
      <PlanReview key={planId} planId={planId} onClose={() => onClose(planId)} onRetried={onRetried} />
    </SidePanel>
  );
}

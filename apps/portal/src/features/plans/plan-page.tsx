'use client';
import { Link } from '@switchroom/ui/components/link';
import { PageHead } from '@switchroom/ui/components/page-head';
import { TextLink } from '@switchroom/ui/components/link-button';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { usePlanTitle } from '../states/use-plan-title';
import { TimelineLink } from '../audit/timeline-link';
import { PlanReview } from './plan-review';

/** One change as a page: the same review as in the panel over a list, at an address that can be left and found again. */
export function PlanPage({ planId }: { planId: string }) {
  const t = useTranslations('plans');
  const trpc = useTRPC();
  const router = useRouter();
  const title = usePlanTitle();
  const { id } = useOrganisation();
  const plan = useQuery(trpc.plans.get.queryOptions({ organisationId: id, planId })).data;
  return (
    <>
      <PageHead
        title={plan === undefined ? t('title') : title(plan.title)}
        breadcrumb={
          <Link href={`/o/${id}/changes`} className="rounded-sm hover:text-fg hover:underline">
            {t('title')}
          </Link>
        }
        facts={
          plan === undefined
            ? undefined
            : [
                <TextLink key="pbx" href={`/o/${id}/pbxs/${plan.pbx.id}`}>
                  {plan.pbx.name}
                </TextLink>,
                <TimelineLink key="audit" kind="plan" id={planId} />,
              ]
        }
      />
      <div className="max-w-4xl">
        <PlanReview planId={planId} onRetried={(next) => router.push(`/o/${id}/changes/${next}`)} />
      </div>
    </>
  );
}

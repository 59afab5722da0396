'use client';
import type { MemberDetail } from '@switchroom/contracts';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { TimelineLink } from '../audit/timeline-link';
import { Explanation } from './explanation';
import { PersonActs } from './person-acts';
import { useRoleName } from './use-role-name';

/** One person's role: the facts, what can be done about it, and what it allows here and why. */
export function PersonPanel({ memberId, onClose }: { memberId: string | null; onClose: () => void }) {
  const t = useTranslations('members');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const person = useQuery({
    ...trpc.members.get.queryOptions({ organisationId: organisation.id, memberId: memberId ?? '' }),
    enabled: memberId !== null,
  });
  const known = memberId === null ? undefined : person.data;
  return (
    <SidePanel
      open={memberId !== null}
      onClose={onClose}
      size="lg"
      title={known?.name ?? t('panel.label')}
      description={known?.email ?? undefined}
      closeLabel={common('close')}
    >
      {known === undefined ? (
        person.isError ? (
          <ErrorPanel error={person.error} onRetry={() => void person.refetch()} />
        ) : (
          <div role="status" aria-label={t('panel.loading')} className="grid gap-3">
            <Skeleton className="h-20" />
            <Skeleton className="h-96" />
          </div>
        )
      ) : (
        <div className="grid gap-5">
          <PersonFacts person={known} />
          <PersonActs person={known} onGone={onClose} />
          <TimelineLink kind="account" id={known.userId} className="justify-self-start" />
          <Explanation
            // A person of an organisation below has their role there, not here.
            organisationId={known.inherited ? organisation.id : (known.organisation?.id ?? organisation.id)}
            userId={known.userId}
          />
        </div>
      )}
    </SidePanel>
  );
}

function PersonFacts({ person }: { person: MemberDetail }) {
  const t = useTranslations('members');
  const roleName = useRoleName();
  const exact = useExactTime();
  const { account } = person;
  const guards =
    account === null
      ? []
      : [
          ...(account.secondFactor ? [t('panel.guard.app')] : []),
          ...(account.passkeys > 0 ? [t('panel.guard.passkeys', { count: account.passkeys })] : []),
        ];
  return (
    <DescriptionList
      columns={2}
      items={[
        { label: t('columns.role'), value: roleName(person) },
        { label: t('columns.where'), value: person.organisation?.name ?? t('aboveYours') },
        { label: t('columns.added'), value: exact(person.addedAt) },
        ...(account === null
          ? []
          : [
              { label: t('panel.sessions'), value: t('panel.sessionCount', { count: account.sessions }) },
              {
                label: t('panel.guards'),
                value: guards.length === 0 ? t('panel.guard.none') : guards.join(', '),
              },
            ]),
      ]}
    />
  );
}

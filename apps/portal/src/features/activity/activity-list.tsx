'use client';
import type { ActivityEntry } from '@switchroom/contracts';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { TextLink } from '@switchroom/ui/components/link-button';
import { cn } from '@switchroom/ui/lib/cn';
import { toneText } from '@switchroom/ui/lib/tone';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { ListPages } from '../../shell/list-pages';
import { useTRPC } from '../../trpc/context';
import { SideSkeleton } from '../pbx/side-skeleton';
import { pbxPath } from '../pbx/paths';
import { activityLook, byDay, isAppObject } from './activity-look';
import { ACTIVITY_PAGE, activityInput, activityParsers } from './activity-search';
import { useActivityText } from './use-activity-text';

/** What the PBX did, what was changed on it outside, and what people did to it here; newest first. */
export function ActivityList({ pbxId }: { pbxId: string }) {
  const t = useTranslations('activity');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const locale = useFormatLocale();
  const timeZone = useTimeZone();
  const [search, setSearch] = useQueryStates(activityParsers);
  const activity = useQuery({
    ...trpc.pbxs.activity.queryOptions(activityInput(organisationId, pbxId, search)),
    placeholderData: keepPreviousData,
  });
  if (activity.data === undefined) {
    return activity.isError ? (
      <ErrorPanel error={activity.error} onRetry={() => void activity.refetch()} />
    ) : (
      <SideSkeleton label={t('loading')} columns={2} />
    );
  }
  const { rows, total, nextCursor } = activity.data;
  if (rows.length === 0) {
    return (
      <EmptyState icon={<Activity aria-hidden="true" />} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  const dayFormat = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full' });
  return (
    <div
      className={cn('grid gap-5', activity.isPlaceholderData && 'opacity-60')}
      aria-busy={activity.isPlaceholderData}
    >
      {byDay(rows, (at) => dayFormat.format(at)).map(({ day, entries }) => (
        <section key={day} aria-label={day} className="grid gap-1">
          <h2 className="text-xs font-medium text-fg-muted">{day}</h2>
          <ol className="grid border-t border-line">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} pbxId={pbxId} />
            ))}
          </ol>
        </section>
      ))}
      <ListPages
        page={{ rows, total, nextCursor }}
        pageSize={ACTIVITY_PAGE}
        search={search}
        onGo={(next) => void setSearch(next, { history: 'push' })}
      />
    </div>
  );
}

function Entry({ entry, pbxId }: { entry: ActivityEntry; pbxId: string }) {
  const t = useTranslations('activity');
  const exact = useExactTime();
  const locale = useFormatLocale();
  const timeZone = useTimeZone();
  const organisation = useOrganisation();
  const maySeePlans = useCan('plans:read');
  const { title, detail } = useActivityText()(entry);
  const { tone, icon: Icon } = activityLook(entry);
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return (
    <li
      data-activity={entry.kind}
      className="grid grid-cols-[4.5rem_1rem_minmax(0,1fr)] items-start gap-x-3 border-b border-line py-2 text-sm"
    >
      <time
        dateTime={entry.at.toISOString()}
        title={exact(entry.at)}
        className="pt-px text-xs text-fg-muted tabular-nums"
      >
        {time.format(entry.at)}
      </time>
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4', toneText[tone])} />
      <div className="grid min-w-0 gap-0.5">
        <p className="break-words">
          {title}{' '}
          <span className="text-fg-muted">{entry.actor === undefined ? '' : t('by', { name: entry.actor })}</span>
        </p>
        {detail === undefined ? null : <p className="text-xs break-words text-fg-muted">{detail}</p>}
        <span className="flex flex-wrap gap-x-3 text-xs empty:hidden">
          {entry.planId !== undefined && maySeePlans ? (
            <TextLink href={`/o/${organisation.id}/changes/${entry.planId}`}>{t('openChange')}</TextLink>
          ) : null}
          {entry.objectGuid !== undefined && isAppObject(entry) ? (
            <TextLink href={`${pbxPath(organisation.id, pbxId, 'apps')}?app=${encodeURIComponent(entry.objectGuid)}`}>
              {t('openObject')}
            </TextLink>
          ) : null}
        </span>
      </div>
    </li>
  );
}

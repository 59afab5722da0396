'use client';
import type { SettingsView } from '@switchroom/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { useCan, useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPC, useTRPCClient } from '../../../trpc/context';
import { useLive } from '../../../trpc/use-live';
import { LockDialog } from '../lock/lock-dialog';
import { UnlockDialog } from '../lock/unlock-dialog';
import { draftState } from '../save/draft';
import { Review } from '../save/review';
import { useDraft } from '../save/use-draft';
import { WhyPanel } from '../why/why-panel';
import { shownSettings } from './find-settings';
import { focusSetting } from './focus-request';
import type { SettingsTarget } from './place';
import { ValuesForm } from './values-form';
import { ValuesSkeleton } from './values-skeleton';

/** The settings of the page's organisation, or of one of its PBXes: what holds, where it comes from, and changing it. */
export function ValuesPage({ pbxId }: { pbxId?: string }) {
  const t = useTranslations('settingValues');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const target = useMemo<SettingsTarget>(
    () => ({ organisationId, ...(pbxId === undefined ? {} : { pbxId }) }),
    [organisationId, pbxId],
  );
  const settings = useQuery(trpc.settings.list.queryOptions(target));
  useLive(
    (handlers) => client.settings.watch.subscribe(target, handlers),
    () => void queryClient.invalidateQueries(trpc.settings.pathFilter()),
    [organisationId, pbxId],
  );
  // Another place is another form.
  if (settings.data) return <Values key={`${organisationId} ${pbxId}`} target={target} data={settings.data} />;
  if (settings.isError) return <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} />;
  return <ValuesSkeleton label={t('loading')} />;
}

function Values({ target, data }: { target: SettingsTarget; data: SettingsView }) {
  const settings = useMemo(() => shownSettings(data.settings), [data.settings]);
  const views = useMemo(() => settings.map(({ view }) => view), [settings]);
  const draft = useDraft(views);
  const [why, setWhy] = useQueryState('why', parseAsString);
  const [open, setOpen] = useState<{ kind: 'review' } | { kind: 'lock' | 'unlock'; key: string } | undefined>();
  const mayLock = useCan('settings:update') && target.pbxId === undefined;
  const close = useCallback(() => setOpen(undefined), []);
  const refused = useCallback((keys: string[]) => {
    setOpen(undefined);
    focusSetting(keys[0]);
  }, []);
  const opens = (kind: 'lock' | 'unlock') => (mayLock ? (key: string) => setOpen({ kind, key }) : undefined);
  return (
    <>
      <ValuesForm
        target={target}
        data={data}
        settings={settings}
        draft={draft}
        acts={{ why: (key) => void setWhy(key), lock: opens('lock'), unlock: opens('unlock') }}
        onReview={() => setOpen({ kind: 'review' })}
      />
      <WhyPanel target={target} place={data.place} settingKey={why} onClose={() => void setWhy(null)} />
      {open?.kind === 'review' ? (
        <Review
          target={target}
          draft={draft}
          meanwhile={views.some((view) => draftState(view, draft.draft).meanwhile !== undefined)}
          onRefused={refused}
          onClose={close}
        />
      ) : open?.kind === 'lock' ? (
        <LockDialog organisationId={target.organisationId} settingKey={open.key} onClose={close} />
      ) : open?.kind === 'unlock' ? (
        <UnlockDialog organisationId={target.organisationId} settingKey={open.key} onClose={close} />
      ) : null}
    </>
  );
}

'use client';
import type { MemberDetail, MemberRefusal } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { ImpersonationStartDialog, useMayImpersonate } from '../impersonation/start-dialog';
import { ChangeRoleDialog } from './change-role-dialog';
import { EndSessionsDialog } from './end-sessions-dialog';
import { RemovePersonDialog } from './remove-person-dialog';
import { RemoveSecondFactorDialog } from './remove-second-factor-dialog';

type Act = 'changeRole' | 'remove' | 'endSessions' | 'removeFactor' | 'lookIn';

/** What can be done about a person here. What cannot says why, once, below the buttons. */
export function PersonActs({ person, onGone }: { person: MemberDetail; onGone: () => void }) {
  const t = useTranslations('members.panel');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const locale = useLocale();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const page = useOrganisation();
  const mayManage = useCan('members:manage');
  const mayHelp = useCan('members:help');
  const mayLookIn = useMayImpersonate();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const [done, setDone] = useState<string | undefined>(undefined);
  const reset = useMutation(
    trpc.members.sendPasswordReset.mutationOptions({
      onSuccess: () => setDone(t('resetSent', { email: person.email ?? '' })),
    }),
  );
  if (!mayManage && !mayHelp && !mayLookIn) return null;
  // Acts name the organisation where the role is held.
  const organisation = person.organisation ?? page;
  const { acts } = person;
  const refusals = [
    ...(mayManage ? [acts.changeRole] : []),
    ...(mayHelp ? [acts.sendPasswordReset, acts.endSessions] : []),
  ];
  const refusal = refusals.find((one): one is MemberRefusal => one !== null);
  const close = (message?: string): void => {
    setAct(undefined);
    if (message !== undefined) setDone(message);
    void queryClient.invalidateQueries(trpc.members.pathFilter());
  };
  const failed = reset.error === null ? undefined : errorText(reset.error);
  const button = (name: Act, label: string, against: MemberRefusal | null) => (
    <Button size="sm" disabled={against !== null} onClick={() => setAct(name)}>
      {label}
    </Button>
  );
  return (
    <div className="grid gap-2">
      <div role="group" aria-label={t('acts')} className="flex flex-wrap gap-2">
        {mayManage ? button('changeRole', t('changeRole'), acts.changeRole) : null}
        {mayHelp ? (
          <>
            <Button
              size="sm"
              disabled={acts.sendPasswordReset !== null}
              loading={reset.isPending}
              onClick={() => reset.mutate({ organisationId: organisation.id, memberId: person.id, locale: locale })}
            >
              {t('reset')}
            </Button>
            {button('endSessions', t('endSessions'), acts.endSessions)}
            {button('removeFactor', t('removeFactor'), acts.removeSecondFactor)}
          </>
        ) : null}
        {mayLookIn && !person.own && !person.inherited ? button('lookIn', t('lookIn'), null) : null}
        {mayManage ? (
          <Button size="sm" variant="danger" disabled={acts.remove !== null} onClick={() => setAct('remove')}>
            {t('remove')}
          </Button>
        ) : null}
      </div>
      {refusal === undefined ? null : <p className="text-sm text-fg-muted">{ruleText(refusal)}</p>}
      {done === undefined ? null : (
        <Banner tone="ok" live="status">
          {done}
        </Banner>
      )}
      {failed === undefined ? null : (
        <Banner tone="danger" live="alert" title={failed.title}>
          {failed.fields['memberId'] ?? `${failed.meaning} ${failed.cure}`}
        </Banner>
      )}
      {act === 'changeRole' ? (
        <ChangeRoleDialog person={person} organisation={organisation} onClose={() => close()} />
      ) : null}
      {act === 'remove' ? (
        <RemovePersonDialog
          person={person}
          organisation={organisation}
          onClose={() => setAct(undefined)}
          onRemoved={() => {
            // Only the list: who was removed cannot be asked for any more.
            void queryClient.invalidateQueries(trpc.members.list.pathFilter());
            onGone();
          }}
        />
      ) : null}
      {act === 'endSessions' ? (
        <EndSessionsDialog
          person={person}
          organisation={organisation}
          onClose={() => setAct(undefined)}
          onDone={(count) => close(t('ended', { count }))}
        />
      ) : null}
      {act === 'removeFactor' ? (
        <RemoveSecondFactorDialog
          person={person}
          organisation={organisation}
          onClose={() => setAct(undefined)}
          onDone={() => close(t('factorRemoved', { name: person.name }))}
        />
      ) : null}
      {act === 'lookIn' ? <ImpersonationStartDialog member={person} onClose={() => setAct(undefined)} /> : null}
    </div>
  );
}

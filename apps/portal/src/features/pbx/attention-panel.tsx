'use client';
import type { LinkReason, PbxDetail } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { ActBanner } from './act-banner';
import { curesOf } from './cures';
import { linkPagePath, pbxPath } from './paths';
import { usePbxAct } from './pbx-acts';

/** What a person has to look at: a link that is down, objects that were changed outside, a conflict. Nothing else. */
export function AttentionPanel({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.attention');
  const plans = useTranslations('plans.stateMeanings');
  const organisation = useOrganisation();
  const { link, sync, lastOperation } = pbx;
  const down = link.kind === 'refused' || (link.kind === 'offline' && link.reason !== undefined);
  const stopped = sync.state === 'conflict' && lastOperation?.state === 'stopped';
  if (!down && sync.driftedObjects === 0 && !stopped && link.kind !== 'disabled') return null;
  return (
    <div className="grid gap-2">
      {down && link.reason !== undefined ? <LinkTrouble pbx={pbx} reason={link.reason} /> : null}
      {link.kind === 'disabled' ? <SwitchedOff /> : null}
      {stopped ? (
        <ActBanner
          tone="danger"
          title={t('conflict')}
          acts={
            <LinkButton href={`/o/${organisation.id}/changes/${lastOperation.planId}`}>{t('openChange')}</LinkButton>
          }
        >
          {plans('stopped')}
        </ActBanner>
      ) : null}
      {sync.driftedObjects > 0 ? (
        <ActBanner
          tone="warn"
          title={t('drifted', { count: sync.driftedObjects })}
          acts={
            <LinkButton href={`${pbxPath(organisation.id, pbx.id, 'apps')}?only=outside`}>{t('openDrift')}</LinkButton>
          }
        >
          {t('driftedText')}
        </ActBanner>
      ) : null}
    </div>
  );
}

/** The link was switched off by a person; whoever may, switches it on again. */
export function SwitchedOff() {
  const t = useTranslations('pbx.attention');
  const { open } = usePbxAct();
  const mayUpdate = useCan('pbxs:update');
  return (
    <ActBanner
      tone="neutral"
      title={t('disabled')}
      acts={mayUpdate ? <Button onClick={() => open('switch')}>{t('switchOn')}</Button> : undefined}
    >
      {t('disabledText')}
    </ActBanner>
  );
}

/** A link that is not up: what is wrong, what it means, what to do, and the acts that cure it. */
function LinkTrouble({ pbx, reason }: { pbx: PbxDetail; reason: LinkReason }) {
  const t = useTranslations('link');
  const organisation = useOrganisation();
  return (
    <ActBanner
      tone={pbx.link.kind === 'refused' ? 'danger' : 'warn'}
      title={t(`reasons.${reason}.title`)}
      acts={<CureButtons pbx={pbx} reason={reason} linkPage={linkPagePath(organisation.id, pbx.id)} />}
    >
      <p>
        {t(`reasons.${reason}.meaning`)} {t(`reasons.${reason}.cure`)}
      </p>
    </ActBanner>
  );
}

/** The acts that fit a reason, as buttons. `linkPage` is left out on that page itself. */
export function CureButtons({ pbx, reason, linkPage }: { pbx: PbxDetail; reason: LinkReason; linkPage?: string }) {
  const t = useTranslations('pbx.cures');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const mayUpdate = useCan('pbxs:update');
  const mayDelete = useCan('pbxs:delete');
  const { open } = usePbxAct();
  const reconnect = useMutation(trpc.pbxs.reconnect.mutationOptions());
  const cures = curesOf(reason, pbx.direction);
  return (
    <>
      {cures.includes('instructions') && linkPage !== undefined ? (
        <LinkButton href={linkPage}>{t('instructions')}</LinkButton>
      ) : null}
      {mayUpdate && cures.includes('password') ? (
        <Button onClick={() => open('password')}>{t('password')}</Button>
      ) : null}
      {mayUpdate && cures.includes('certificate') ? (
        <Button onClick={() => open('address')}>{t('certificate')}</Button>
      ) : null}
      {mayUpdate && cures.includes('address') ? <Button onClick={() => open('address')}>{t('address')}</Button> : null}
      {mayDelete && cures.includes('remove') ? <Button onClick={() => open('remove')}>{t('remove')}</Button> : null}
      {mayUpdate && cures.includes('retry') ? (
        <Button
          loading={reconnect.isPending}
          onClick={() => reconnect.mutate({ organisationId: organisation.id, pbxId: pbx.id })}
        >
          {t('retry')}
        </Button>
      ) : null}
      {reconnect.isError ? <ErrorPanel error={reconnect.error} className="basis-full" /> : null}
    </>
  );
}

'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { ProgressSteps } from '@switchroom/ui/components/progress-steps';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { Ago } from '../../shell/time';
import { ActBanner } from '../pbx/act-banner';
import { CureButtons, SwitchedOff } from '../pbx/attention-panel';
import { pbxPath } from '../pbx/paths';
import { linkSteps, troubleOf } from './link-steps';

/** The link as it comes up, step by step; what is wrong, with its cure, where it stops. */
export function LinkWatch({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('addPbx.watch');
  const organisation = useOrganisation();
  const steps = linkSteps(pbx);
  const at = steps.find(({ state }) => state === 'current' || state === 'failed') ?? steps.at(-1);
  const done = steps.every(({ state }) => state === 'done');
  const title = (id: (typeof steps)[number]['id'], state: (typeof steps)[number]['state']): string =>
    state === 'done' || state === 'pending'
      ? t(`titles.${id}`)
      : id === 'connect'
        ? t(`connecting.${pbx.direction}`)
        : t(`active.${id}`);
  return (
    <div className="grid gap-4">
      <ProgressSteps
        label={t('title')}
        announcement={at === undefined ? '' : `${title(at.id, at.state)}: ${t(`states.${at.state}`)}`}
        steps={steps.map(({ id, state }) => ({
          id,
          title: title(id, state),
          state,
          stateLabel: t(`states.${state}`),
          detail: state === 'current' ? t(`waiting.${id === 'connect' ? pbx.direction : id}`) : undefined,
        }))}
      />
      <Trouble pbx={pbx} />
      {pbx.link.kind === 'disabled' ? <SwitchedOff /> : null}
      {done ? (
        <ActBanner
          tone="ok"
          live="status"
          title={t('doneTitle')}
          acts={
            <LinkButton variant="primary" href={pbxPath(organisation.id, pbx.id)}>
              {t('toPbx')}
            </LinkButton>
          }
        >
          {t('done', { apps: pbx.appObjects ?? 0 })}
        </ActBanner>
      ) : null}
    </div>
  );
}

function Trouble({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('link');
  const watch = useTranslations('addPbx.watch');
  const reason = troubleOf(pbx);
  if (reason === undefined) return null;
  const { link } = pbx;
  return (
    <ActBanner
      tone={link.kind === 'refused' ? 'danger' : 'warn'}
      live="status"
      title={t(`reasons.${reason}.title`)}
      acts={<CureButtons pbx={pbx} reason={reason} />}
    >
      <div className="grid gap-1.5">
        <p>{t(`reasons.${reason}.meaning`)}</p>
        <p>{t(`reasons.${reason}.cure`)}</p>
        {link.detail === undefined ? null : (
          <p className="text-xs break-words">
            {watch('detail')} <code className="font-mono">{link.detail}</code>
          </p>
        )}
        {link.kind === 'offline' && link.retryAt !== undefined ? (
          <p className="text-xs">
            {watch('retry')} <Ago value={link.retryAt} />
          </p>
        ) : null}
      </div>
    </ActBanner>
  );
}

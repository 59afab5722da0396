'use client';
import type { MovePreview, PolicyChange, RightsChange } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** What a move would do, and what stands against it. */
export function MovePreviewView({ preview }: { preview: MovePreview }) {
  const t = useTranslations('organisations.move');
  const { from, to, organisations, pbxs, people, lose, gain, policies, branding, missingRoles, nameTaken } = preview;
  return (
    <section aria-label={t('preview')} className="grid gap-3">
      {nameTaken ? (
        <Banner tone="danger" title={t('blocked')}>
          {t('nameTaken', { name: preview.organisation.name, place: to.name })}
        </Banner>
      ) : null}
      {missingRoles.length > 0 ? (
        <Banner tone="danger" title={t('blocked')}>
          {t('missingRoles')}
          <ul className="mt-1 list-disc pl-5">
            {missingRoles.map((role) => (
              <li key={role.name}>
                {role.organisation === undefined
                  ? t('missingRole', { name: role.name, count: role.uses })
                  : t('missingRoleOf', { name: role.name, count: role.uses, place: role.organisation.name })}
              </li>
            ))}
          </ul>
        </Banner>
      ) : null}
      <p className="text-sm">{t('sentence', { organisations, pbxs, people, from: from.name, to: to.name })}</p>
      <DescriptionList
        columns={2}
        items={[
          { key: 'lose', label: t('lose'), value: <Rights change={lose} kind="lose" /> },
          { key: 'gain', label: t('gain'), value: <Rights change={gain} kind="gain" /> },
          {
            key: 'policies',
            label: t('policies'),
            value:
              policies.length === 0 ? (
                t('same')
              ) : (
                <ul className="grid gap-0.5">
                  {policies.map((change) => (
                    <li key={change.policy}>
                      <PolicyLine change={change} />
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            key: 'branding',
            label: t('branding'),
            value:
              branding === undefined ? (
                t('same')
              ) : (
                <span className="inline-block first-letter:uppercase">
                  {t('brandingChange', { from: branding.from ?? t('ownLook'), to: branding.to ?? t('ownLook') })}
                </span>
              ),
          },
        ]}
      />
    </section>
  );
}

function Rights({ change, kind }: { change: RightsChange; kind: 'lose' | 'gain' }) {
  const t = useTranslations('organisations.move');
  if (change.people === 0) return t('nobody');
  return (
    <span className="grid gap-0.5">
      <span>{t(`${kind}People`, { count: change.people, entirely: change.entirely })}</span>
      {change.at.map(({ organisation, people }, index) => (
        <span key={organisation?.id ?? `above-${index}`} className="text-xs text-fg-muted">
          {organisation === undefined
            ? t('atAbove', { count: people })
            : t('at', { count: people, place: organisation.name })}
        </span>
      ))}
    </span>
  );
}

function PolicyLine({ change }: { change: PolicyChange }): ReactNode {
  const t = useTranslations('organisations.move');
  if (change.policy === 'settingApprovalPbxs') {
    return change.to === undefined ? t('settingApprovalNobody') : t('settingApprovalPbxs', { count: change.to });
  }
  if (change.policy !== 'auditRetentionDays') {
    return t(`${change.policy}.${change.to ? 'on' : 'off'}`);
  }
  const days = (value: number | undefined): string =>
    value === undefined ? t('forEver') : t('days', { count: value });
  return t('auditRetentionDays', { from: days(change.from), to: days(change.to) });
}

'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { CopyButton } from '@switchroom/ui/components/copy-button';
import { DescriptionList, type DescriptionItem } from '@switchroom/ui/components/description-list';
import { TextLink } from '@switchroom/ui/components/link-button';
import { Section } from '@switchroom/ui/components/section';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useOrganisation } from '../../session/session-context';
import { Ago } from '../../shell/time';
import { LinkChip } from '../states/link-chip';
import { linkPagePath } from './paths';

/** How the PBX is linked: direction, address, certificate, and what is wrong if anything. */
export function LinkSection({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.link');
  const link = useTranslations('link');
  const directions = useTranslations('pbxs.directions');
  const organisation = useOrganisation();
  const items: DescriptionItem[] = [
    { label: t('state'), value: <LinkChip link={pbx.link} /> },
    ...(pbx.link.reason !== undefined && pbx.link.kind === 'offline'
      ? [{ label: t('reason'), value: link(`reasons.${pbx.link.reason}.title`) }]
      : []),
    ...(pbx.link.detail === undefined ? [] : [{ label: t('detail'), value: pbx.link.detail, mono: true }]),
    ...(pbx.link.retryAt === undefined || pbx.link.kind !== 'offline'
      ? []
      : [{ label: t('retry'), value: <Ago value={pbx.link.retryAt} /> }]),
    { label: t('direction'), value: directions(`${pbx.direction}Detail`) },
    { label: t('appObject'), value: pbx.appObjectName, mono: true },
    ...(pbx.appUrl === undefined ? [] : [{ label: t('appUrl'), value: <Copied value={pbx.appUrl} />, mono: true }]),
    ...(pbx.domain === undefined ? [] : [{ label: t('domain'), value: pbx.domain, mono: true }]),
    ...(pbx.address === undefined ? [] : [{ label: t('address'), value: <Copied value={pbx.address} />, mono: true }]),
    { label: t('certificate'), value: <Certificate pbx={pbx} /> },
    {
      label: t('updates'),
      value: pbx.link.kind !== 'online' ? t('updatesNone') : pbx.liveUpdates ? t('updatesLive') : t('updatesRead'),
    },
  ];
  return (
    <Section
      title={t('title')}
      actions={<TextLink href={linkPagePath(organisation.id, pbx.id)}>{t('configure')}</TextLink>}
    >
      <DescriptionList items={items} />
    </Section>
  );
}

function Copied({ value }: { value: string }) {
  const common = useTranslations('common.actions');
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 break-all">{value}</span>
      <CopyButton value={value} label={common('copy')} copiedLabel={common('copied')} className="shrink-0" />
    </span>
  );
}

function Certificate({ pbx }: { pbx: PbxDetail }): ReactNode {
  const t = useTranslations('pbx.link.tls');
  if (pbx.tls.mode !== 'pinned') return t(`${pbx.tls.mode}.${pbx.direction}`);
  return (
    <>
      {t('pinned')}
      <span className="block font-mono text-xs break-all text-fg-muted">{pbx.tls.fingerprint}</span>
    </>
  );
}

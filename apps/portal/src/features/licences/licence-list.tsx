'use client';
import type { LicenceView, PbxDetail } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { formatNumber } from '@switchroom/ui/lib/format';
import { BadgeCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { AsOf } from '../pbx/as-of';
import { SideSkeleton } from '../pbx/side-skeleton';
import { usePbx } from '../pbx/use-pbx';
import { licenceState, sortedLicences } from './licence-state';

/** Licences of the PBX and of its apps, as the PBX last counted them; read only. */
export function LicenceList({ pbxId }: { pbxId: string }) {
  const t = useTranslations('licences');
  const pbx = usePbx(pbxId).data;
  if (pbx === undefined) return <SideSkeleton label={t('loading')} columns={6} />;
  const { licences, link } = pbx;
  if (licences === undefined) {
    return (
      <EmptyState icon={<BadgeCheck aria-hidden="true" />} title={t('neverTitle')}>
        {t('never')}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-3">
      {licences.testMode ? (
        <Banner tone="danger" live="off" title={t('testTitle')}>
          {t('test')}
        </Banner>
      ) : null}
      <AsOf at={licences.asOf} link={link.kind} />
      {licences.rows.length === 0 ? (
        <EmptyState icon={<BadgeCheck aria-hidden="true" />} title={t('noneTitle')}>
          {t('none')}
        </EmptyState>
      ) : (
        <LicenceTable licences={licences} />
      )}
    </div>
  );
}

function LicenceTable({ licences }: { licences: NonNullable<PbxDetail['licences']> }) {
  const t = useTranslations('licences');
  return (
    <Table label={t('title')}>
      <TableHead>
        <tr role="row">
          <HeadCell>{t('columns.name')}</HeadCell>
          <HeadCell>{t('columns.kind')}</HeadCell>
          <HeadCell>{t('columns.version')}</HeadCell>
          <HeadCell numeric>{t('columns.count')}</HeadCell>
          <HeadCell numeric>{t('columns.used')}</HeadCell>
          <HeadCell numeric>{t('columns.free')}</HeadCell>
          <HeadCell numeric>{t('columns.local')}</HeadCell>
          <HeadCell numeric>{t('columns.slaves')}</HeadCell>
          <HeadCell>{t('columns.state')}</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {sortedLicences(licences.rows).map((row) => (
          <TableRow key={`${row.kind}/${row.name}/${row.version}`}>
            <LicenceCells row={row} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const tones = { free: 'ok', full: 'warn', exceeded: 'danger', unused: 'neutral' } as const;

function LicenceCells({ row }: { row: LicenceView }) {
  const t = useTranslations('licences');
  const locale = useFormatLocale();
  const state = licenceState(row);
  const number = (value: number): string => formatNumber(value, locale);
  return (
    <>
      <Cell className="font-medium">{row.name}</Cell>
      <Cell label={t('columns.kind')} className="text-fg-muted">
        {t(`kinds.${row.kind}`)}
      </Cell>
      <Cell label={t('columns.version')} mono>
        {row.version === '' ? '–' : row.version}
      </Cell>
      <Cell label={t('columns.count')} numeric>
        {number(row.count)}
      </Cell>
      <Cell label={t('columns.used')} numeric>
        {number(row.used)}
      </Cell>
      <Cell label={t('columns.free')} numeric>
        {number(Math.max(0, row.count - row.used))}
      </Cell>
      <Cell label={t('columns.local')} numeric>
        {number(row.local)}
      </Cell>
      <Cell label={t('columns.slaves')} numeric>
        {number(row.slaves)}
      </Cell>
      <Cell label={t('columns.state')} className="whitespace-nowrap">
        <StateChip plain tone={tones[state]}>
          {t(`states.${state}`)}
        </StateChip>
      </Cell>
    </>
  );
}

'use client';
import type { DataKeyView, KeysView } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Section } from '@switchroom/ui/components/section';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { formatNumber } from '@switchroom/ui/lib/format';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useCan } from '../../session/session-context';
import { Ago } from '../../shell/time';

/** The keys that secrets are sealed under, and what is going on with them. */
export function DataKeys({ keys, onRotate }: { keys: KeysView; onRotate: () => void }) {
  const t = useTranslations('keys.data');
  const mayRotate = useCan('keys:rotate');
  return (
    <Section
      title={t('title')}
      description={t('description')}
      actions={
        mayRotate ? (
          <Button icon={<KeyRound aria-hidden="true" />} disabled={keys.phase === 'sealing'} onClick={onRotate}>
            {t('rotate')}
          </Button>
        ) : undefined
      }
    >
      <Progress keys={keys} />
      <Table label={t('title')}>
        <TableHead>
          <TableRow>
            <HeadCell>{t('columns.created')}</HeadCell>
            <HeadCell>{t('columns.state')}</HeadCell>
            <HeadCell numeric>{t('columns.values')}</HeadCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {keys.dataKeys.map((key) => (
            <KeyRow key={key.id} dataKey={key} phase={keys.phase} />
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

function KeyRow({ dataKey, phase }: { dataKey: DataKeyView; phase: KeysView['phase'] }) {
  const t = useTranslations('keys.data');
  const locale = useFormatLocale();
  return (
    <TableRow>
      <Cell label={t('columns.created')}>
        <Ago value={dataKey.createdAt} />
      </Cell>
      <Cell label={t('columns.state')}>
        {dataKey.current ? (
          <StateChip tone="ok" plain>
            {t('states.current')}
          </StateChip>
        ) : phase === 'stuck' && dataKey.values > 0 ? (
          <StateChip tone="danger" plain>
            {t('states.stuck')}
          </StateChip>
        ) : (
          <StateChip tone="progress" plain>
            {t(dataKey.values > 0 ? 'states.replaced' : 'states.leaving')}
          </StateChip>
        )}
      </Cell>
      <Cell label={t('columns.values')} numeric>
        {formatNumber(dataKey.values, locale)}
      </Cell>
    </TableRow>
  );
}

/** How far a rotation has come; nothing while there is none. */
function Progress({ keys: { phase, dataKeys, unreadable } }: { keys: KeysView }) {
  const t = useTranslations('keys.progress');
  const sum = (of: readonly DataKeyView[]): number => of.reduce((total, { values }) => total + values, 0);
  const done = sum(dataKeys.filter(({ current }) => current));
  const total = sum(dataKeys);
  if (phase === 'stuck') {
    return (
      <Banner tone="danger" title={t('stuck.title')}>
        {t('stuck.text', { count: unreadable })}
      </Banner>
    );
  }
  if (phase === 'idle' || dataKeys.length < 2) return null;
  return (
    <Banner tone="info" title={t('title', { done, total })}>
      <div className="grid gap-2">
        <progress
          className="h-1.5 w-full max-w-96 appearance-none overflow-hidden rounded-sm bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
          max={total}
          value={done}
          aria-label={t('label')}
        />
        <span>{t(phase === 'waiting' ? 'waiting' : 'sealing')}</span>
      </div>
    </Banner>
  );
}

'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { Section } from '@switchroom/ui/components/section';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';
import { apiLines } from './apis';

/** Which APIs the App object grants, and which flag grants what is missing. */
export function ApisSection({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.apis');
  const fields = useTranslations('plans.fields');
  const purposes = loose(t);
  const flagWord = (flag: string | undefined): string => {
    if (flag === undefined) return '–';
    return loose(fields).has(flag) ? loose(fields)(flag) : flag;
  };
  return (
    <Section
      title={t('title')}
      description={pbx.apis === undefined ? t('description') : t(`source.${pbx.apis.source}`)}
    >
      {pbx.apis === undefined ? (
        <p className="rounded-md border border-line bg-surface px-3 py-3 text-sm text-fg-muted">{t('unknown')}</p>
      ) : (
        <Table label={t('title')}>
          <TableHead>
            <tr role="row">
              <HeadCell>{t('columns.api')}</HeadCell>
              <HeadCell>{t('columns.state')}</HeadCell>
              <HeadCell>{t('columns.flag')}</HeadCell>
              <HeadCell>{t('columns.purpose')}</HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {apiLines(pbx.apis).map(({ api, granted, flag }) => (
              <TableRow key={api}>
                <Cell mono>{api}</Cell>
                <Cell label={t('columns.state')} className="whitespace-nowrap">
                  <StateChip plain tone={granted ? 'ok' : 'warn'}>
                    {granted ? t('granted') : t('missing')}
                  </StateChip>
                </Cell>
                <Cell label={t('columns.flag')} className="whitespace-nowrap">
                  {flagWord(flag)}
                </Cell>
                <Cell label={t('columns.purpose')} className="py-1 text-fg-muted sm:max-xl:whitespace-normal">
                  {purposes.has(`purposes.${api}`) ? purposes(`purposes.${api}`) : '–'}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}

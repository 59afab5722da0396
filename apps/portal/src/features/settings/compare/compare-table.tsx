'use client';
import {
  type SettingComparisonSide,
  settingEntry,
  settingGroups,
  type SettingPlace,
  type SettingsComparison,
} from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { Equal, EqualNot } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { placeKey, useSettingWords } from '../preview/use-setting-words';
import { useOriginText } from '../why/origin-badge';

type Row = SettingsComparison['rows'][number];

/** Settings of two places side by side, by group: what holds, and where it comes from. */
export function CompareTable({ comparison, rows }: { comparison: SettingsComparison; rows: readonly Row[] }) {
  const t = useTranslations('settingChanges.compare');
  const settings = useTranslations('settings');
  const words = useSettingWords();
  const left = words.place(comparison.left);
  const right = words.place(comparison.right);
  const groups = settingGroups
    .map((group) => ({ group, rows: rows.filter(({ key }) => settingEntry(key)?.group === group) }))
    .filter((one) => one.rows.length > 0);
  return (
    <Table label={t('title')} className="table-fixed">
      <TableHead>
        <TableRow>
          <HeadCell className="w-[34%]">{t('columns.setting')}</HeadCell>
          <HeadCell className="w-[33%]">{left}</HeadCell>
          <HeadCell className="w-[33%]">{right}</HeadCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {groups.map((one) => (
          <Fragment key={one.group}>
            <tr role="row" className="max-sm:block">
              <th
                role="rowheader"
                scope="rowgroup"
                colSpan={3}
                className="border-b border-line bg-page px-3 py-1.5 text-left text-xs font-medium text-fg-muted max-sm:block"
              >
                {settings(`groups.${one.group}`)}
              </th>
            </tr>
            {one.rows.map((row) => (
              <TableRow key={row.key} data-setting={row.key} data-equal={row.equal}>
                <Cell className="py-1.5 whitespace-normal">
                  <span className="flex min-w-0 items-start gap-2">
                    <Sign equal={row.equal} />
                    <span className="min-w-0 font-medium" title={row.key}>
                      {words.label(row.key)}
                    </span>
                  </span>
                </Cell>
                <Cell label={left} className="py-1.5 whitespace-normal">
                  <Side settingKey={row.key} side={row.left} place={comparison.left} />
                </Cell>
                <Cell label={right} className="py-1.5 whitespace-normal">
                  <Side settingKey={row.key} side={row.right} place={comparison.right} />
                </Cell>
              </TableRow>
            ))}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

function Sign({ equal }: { equal: boolean }) {
  const t = useTranslations('settingChanges.compare');
  const Icon = equal ? Equal : EqualNot;
  const word = equal ? t('equal') : t('differs');
  return (
    <span title={word} className={equal ? 'text-fg-subtle' : 'text-warn'}>
      <Icon aria-hidden="true" className="mt-0.5 size-4" />
      <span className="sr-only">{word}</span>
    </span>
  );
}

function Side({ settingKey, side, place }: { settingKey: string; side: SettingComparisonSide; place: SettingPlace }) {
  const t = useTranslations('settingChanges.compare');
  const words = useSettingWords();
  const origin = useOriginText();
  const secret = settingEntry(settingKey)?.secret === true;
  const value = secret
    ? side.secretSet === true
      ? t('secretSet')
      : t('secretNone')
    : words.value(settingKey, side.value);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <span className="min-w-0 break-words">{value}</span>
      <Badge title={t('origin')}>{origin(side.origin, placeKey(place))}</Badge>
    </span>
  );
}

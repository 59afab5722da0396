'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { Section } from '@switchroom/ui/components/section';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { CornerDownRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMoment } from '../../shell/time';
import { nodeTree } from './node-tree';

/** The numbering nodes of the PBX as a tree. */
export function NodesSection({ pbx }: { pbx: PbxDetail }) {
  const t = useTranslations('pbx.nodes');
  const common = useTranslations('common');
  const moment = useMoment();
  const { nodes } = pbx;
  return (
    <Section title={t('title')} description={nodes ? common('asOf', { time: moment(nodes.asOf) }) : undefined}>
      {nodes === undefined ? (
        <p className="rounded-md border border-line bg-surface px-3 py-3 text-sm text-fg-muted">{t('neverRead')}</p>
      ) : nodes.rows.length === 0 ? (
        <p className="rounded-md border border-line bg-surface px-3 py-3 text-sm text-fg-muted">{t('none')}</p>
      ) : (
        <Table label={t('title')} maxHeight={nodes.rows.length > 12 ? '28rem' : undefined}>
          <TableHead>
            <tr role="row">
              <HeadCell>{t('columns.name')}</HeadCell>
              <HeadCell>{t('columns.parent')}</HeadCell>
              <HeadCell>{t('columns.pbx')}</HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {nodeTree(nodes.rows).map((node) => (
              <TableRow key={`${node.parent}/${node.name}`}>
                <Cell>
                  <span
                    className="inline-flex items-center gap-1.5 font-medium"
                    style={{ paddingInlineStart: `${Math.min(node.depth, 8) * 1.25}rem` }}
                  >
                    {node.depth > 0 ? (
                      <CornerDownRight aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
                    ) : null}
                    {node.name === '' ? '–' : node.name}
                  </span>
                </Cell>
                <Cell label={t('columns.parent')} className="text-fg-muted">
                  {node.parent === '' || node.parent === node.name ? '–' : node.parent}
                </Cell>
                <Cell label={t('columns.pbx')} mono>
                  {node.loc ?? '–'}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}

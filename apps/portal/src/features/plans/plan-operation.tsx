'use client';
import type { OperationView, PlanView } from '@switchroom/contracts';
import { DiffObject } from '@switchroom/ui/components/diff-view';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useTranslations } from 'next-intl';
import { OperationStateChip } from '../states/plan-state-chip';
import { diffEntries } from './diff-entries';
import { usePlanWords } from './field-words';

/** One operation: what it does to which object, and once confirmed how far it is and why it ended so. */
export function PlanOperation({ plan, operation }: { plan: PlanView; operation: OperationView }) {
  const t = useTranslations('plans');
  const words = usePlanWords();
  const started = plan.state !== 'open' && plan.state !== 'discarded';
  const labels = {
    before: t('diff.before'),
    after: t('diff.after'),
    none: t('diff.none'),
    added: t('diff.added'),
    removed: t('diff.removed'),
    secretChanged: t('diff.secret'),
  };
  const { reason, conflicts, unverifiable } = operation;
  return (
    <DiffObject
      action={operation.action}
      actionLabel={t(`actions.${operation.action}`)}
      title={operation.objectName}
      headingLevel={2}
      place={t('placeOn', { kind: t(`objectKinds.${operation.objectKind}`), pbx: plan.pbx.name })}
      state={started || operation.state === 'conflict' ? <OperationStateChip state={operation.state} /> : undefined}
      entries={diffEntries(operation.changes, words)}
      labels={labels}
    >
      {reason !== undefined && operation.state !== 'verified' ? (
        <p className="border-t border-line px-3 py-2 text-sm">{words.reason(reason)}</p>
      ) : null}
      {conflicts.length > 0 ? <Conflicts operation={operation} /> : null}
      {operation.state === 'verified' && unverifiable.length > 0 ? (
        <p className="border-t border-line px-3 py-2 text-xs text-fg-muted">
          {t('review.unverifiable', { fields: unverifiable.map(words.field).join(', ') })}
        </p>
      ) : null}
    </DiffObject>
  );
}

/** The three sides of each field in conflict. */
function Conflicts({ operation }: { operation: OperationView }) {
  const t = useTranslations('plans');
  const words = usePlanWords();
  const side = (value: string | undefined) => words.value(value) ?? t('diff.none');
  return (
    <div className="border-t border-line p-3">
      <Table label={t('conflict.title')}>
        <TableHead>
          <TableRow>
            <HeadCell>{t('conflict.field')}</HeadCell>
            <HeadCell>{t('conflict.base')}</HeadCell>
            <HeadCell>{t('conflict.live')}</HeadCell>
            <HeadCell>{t('conflict.desired')}</HeadCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {operation.conflicts.map((conflict) => (
            <TableRow key={conflict.field}>
              <Cell label={t('conflict.field')}>{words.field(conflict.field)}</Cell>
              <Cell label={t('conflict.base')} mono className="py-1.5 break-all whitespace-normal">
                {side(conflict.base)}
              </Cell>
              <Cell label={t('conflict.live')} mono className="py-1.5 break-all whitespace-normal">
                {side(conflict.live)}
              </Cell>
              <Cell label={t('conflict.desired')} mono className="py-1.5 break-all whitespace-normal">
                {side(conflict.desired)}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

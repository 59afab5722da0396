'use client';
import type { AppObjectDetail, OutsideChange } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { usePlanWords } from '../plans/field-words';
import { OutsideChip, outsideKind } from './outside-chip';
import { useRememberPlan } from './use-remember-plan';

/** What somebody changed on the PBX itself, field by field: take it over, or put back what was applied from here. */
export function OutsidePanel({
  pbxId,
  app,
  outside,
  online,
  onPlan,
}: {
  pbxId: string;
  app: AppObjectDetail;
  outside: OutsideChange;
  online: boolean;
  onPlan: (planId: string) => void;
}) {
  const t = useTranslations('appObjects.outside');
  const words = usePlanWords();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const mayChange = useCan('app-objects:change');
  const rememberPlan = useRememberPlan();
  const input = { organisationId, pbxId, guid: app.guid };
  const accept = useMutation(
    trpc.appObjects.acceptOutside.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.appObjects.get.pathFilter()),
          queryClient.invalidateQueries(trpc.appObjects.list.pathFilter()),
        ]),
    }),
  );
  const revert = useMutation(
    trpc.appObjects.planRevert.mutationOptions({
      onSuccess: (plan) => {
        rememberPlan(plan);
        onPlan(plan.id);
      },
    }),
  );
  const kind = outsideKind(outside);
  const value = (text: string): string => (text === '' ? '–' : (words.value(text) ?? '–'));
  return (
    <section aria-label={t('title')} className="grid gap-3 rounded-md border border-warn-line bg-warn-soft p-3">
      <div className="grid gap-1">
        <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
          {t('title')} <OutsideChip outside={outside} />
        </h3>
        <p className="text-sm">{t(`meanings.${kind}`)}</p>
      </div>
      {outside.fields.length === 0 ? null : (
        <Table label={t('title')}>
          <TableHead>
            <tr role="row">
              <HeadCell>{t('columns.field')}</HeadCell>
              <HeadCell>{kind === 'news' ? t('columns.before') : t('columns.ours')}</HeadCell>
              <HeadCell>{t('columns.live')}</HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {outside.fields.map(({ field, ours, live }) => (
              <TableRow key={field}>
                <Cell className="font-medium">{words.field(field)}</Cell>
                <Cell
                  label={kind === 'news' ? t('columns.before') : t('columns.ours')}
                  mono
                  className="py-1.5 break-all whitespace-normal"
                >
                  {value(ours)}
                </Cell>
                <Cell label={t('columns.live')} mono className="py-1.5 break-all whitespace-normal">
                  {value(live)}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {accept.error === null ? null : <ErrorPanel error={accept.error} />}
      {revert.error === null ? null : <ErrorPanel error={revert.error} />}
      {mayChange ? (
        <div className="flex flex-wrap gap-2">
          <Button loading={accept.isPending} onClick={() => accept.mutate({ ...input, seenAt: outside.at })}>
            {t(`accept.${kind}`)}
          </Button>
          {kind === 'news' ? null : (
            <Button loading={revert.isPending} disabled={!online} onClick={() => revert.mutate(input)}>
              {t('revert')}
            </Button>
          )}
        </div>
      ) : null}
    </section>
  );
}

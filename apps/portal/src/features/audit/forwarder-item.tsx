'use client';
import type { ForwarderView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useMutation } from '@tanstack/react-query';
import { CirclePause, CircleX, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { Ago, useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';

/** One receiver: its state, what waits, what went wrong, and a test. */
export function ForwarderItem({
  forwarder,
  onEdit,
  onRemove,
}: {
  forwarder: ForwarderView;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const t = useTranslations('audit.forwarders');
  const trpc = useTRPC();
  const locale = useFormatLocale();
  const exact = useExactTime();
  const problem = useProblem();
  const { id } = useOrganisation();
  const test = useMutation(trpc.auditTrail.forwarders.test.mutationOptions());
  const { lastError, enabled } = forwarder;
  const state = !enabled ? 'off' : lastError === null ? 'on' : 'failing';
  const looks = {
    on: { tone: 'ok', icon: <Send aria-hidden="true" /> },
    off: { tone: 'neutral', icon: <CirclePause aria-hidden="true" /> },
    failing: { tone: 'danger', icon: <CircleX aria-hidden="true" /> },
  } as const;
  return (
    <li className="grid gap-2 rounded-md border border-line bg-surface p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-mono text-sm break-all">
          {forwarder.host}:{forwarder.port}
        </span>
        <StateChip {...looks[state]}>{t(`states.${state}`)}</StateChip>
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-fg-muted">
        <span>{forwarder.tls ? t('tls') : t('tcp')}</span>
        <span>{forwarder.organisation.name}</span>
        <span>
          {t('columns.waiting')}: {formatNumber(forwarder.waiting, locale)}
        </span>
        <span>
          {t('columns.sent')}: {forwarder.lastSentAt === null ? t('never') : <Ago value={forwarder.lastSentAt} />}
        </span>
      </div>
      {lastError === null ? null : (
        <p className="text-sm text-danger">
          {t('errorSince', { problem: problem(lastError.key), detail: lastError.detail, time: exact(lastError.at) })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          loading={test.isPending}
          onClick={() => test.mutate({ organisationId: id, forwarderId: forwarder.id })}
        >
          {t('test')}
        </Button>
        <Button size="sm" onClick={onEdit}>
          {t('edit')}
        </Button>
        <Button size="sm" variant="ghost" onClick={onRemove}>
          {t('remove')}
        </Button>
        <span role="status" className="text-sm">
          {test.data === undefined
            ? ''
            : test.data.ok
              ? t('testOk')
              : `${problem(test.data.problem)} (${test.data.detail})`}
        </span>
      </div>
      {test.error === null ? null : <ErrorPanel error={test.error} />}
    </li>
  );
}

/** The words for what a receiver met. */
function useProblem(): (key: string) => string {
  const t = loose(useTranslations('audit.forwarders.problems'));
  return (key) => (t.has(key) ? t(key) : t('other'));
}

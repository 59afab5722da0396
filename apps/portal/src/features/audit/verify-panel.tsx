'use client';
import type { ChainProgress, ChainResult, OrganisationRef } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { useExactTime } from '../../shell/time';
import { useTRPCClient } from '../../trpc/context';
import { useLive } from '../../trpc/use-live';

/** Checks the chains of the organisation and everything below it while it is open, and names the first broken entry. */
export function VerifyPanel({
  open,
  onOpenEntry,
  onClose,
}: {
  open: boolean;
  onOpenEntry: (id: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('audit.verify');
  const common = useTranslations('common.actions');
  const [round, setRound] = useState(0);
  return (
    <SidePanel
      open={open}
      onClose={onClose}
      size="lg"
      title={t('title')}
      closeLabel={common('close')}
      footer={<Button onClick={() => setRound(round + 1)}>{t('again')}</Button>}
    >
      {open ? <Check key={round} onOpenEntry={onOpenEntry} /> : null}
    </SidePanel>
  );
}

function Check({ onOpenEntry }: { onOpenEntry: (id: string) => void }) {
  const t = useTranslations('audit.verify');
  const client = useTRPCClient();
  const { id } = useOrganisation();
  const [ended, setEnded] = useState(false);
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [chains, setChains] = useState<{ organisation: OrganisationRef; result: ChainResult }[]>([]);
  useLive<ChainProgress>(
    (handlers) => client.auditTrail.verify.subscribe({ organisationId: id }, handlers),
    ({ done, total, chain }) => {
      // A lost connection begins anew.
      setChains((known) => (chain === undefined ? [] : [...known, chain]));
      setProgress({ done, total });
      setEnded(total > 0 && done === total);
    },
    [id],
    { enabled: !ended },
  );
  const broken = chains.filter(({ result }) => !result.ok);
  const whole = chains.filter(({ result }) => result.ok);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="text-sm text-fg-muted">{t('text')}</p>
      <div role="status" className="grid gap-2">
        {ended ? (
          broken.length === 0 ? (
            <StateChip tone="ok" icon={<CircleCheck aria-hidden="true" />}>
              {t('allOk', { count: progress.total })}
            </StateChip>
          ) : (
            <StateChip tone="danger" icon={<CircleX aria-hidden="true" />}>
              {t('broken', { count: broken.length })}
            </StateChip>
          )
        ) : (
          <StateChip tone="progress" icon={<LoaderCircle aria-hidden="true" />}>
            {t('running')}
          </StateChip>
        )}
        <span className="text-sm">{t('progress', progress)}</span>
      </div>
      <div
        role="progressbar"
        aria-label={t('title')}
        aria-valuenow={progress.done}
        aria-valuemin={0}
        aria-valuemax={Math.max(progress.total, 1)}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className="h-full bg-accent"
          style={{ width: `${(progress.done / Math.max(progress.total, 1)) * 100}%` }}
        />
      </div>
      <ul className="grid gap-2">
        {[...broken, ...whole].map(({ organisation, result }) => (
          <li key={organisation.id} className="grid gap-0.5 border-b border-line pb-2">
            <span className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0 truncate font-medium">{organisation.name}</span>
              <StateChip
                plain
                tone={result.ok ? 'ok' : 'danger'}
                icon={result.ok ? <CircleCheck aria-hidden="true" /> : <CircleX aria-hidden="true" />}
              >
                {result.ok ? t('holds') : t('isBroken')}
              </StateChip>
            </span>
            <Result result={result} onOpenEntry={onOpenEntry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Result({ result, onOpenEntry }: { result: ChainResult; onOpenEntry: (id: string) => void }) {
  const t = useTranslations('audit.verify');
  const exact = useExactTime();
  if (result.ok) {
    return (
      <span className="text-xs text-fg-muted">
        {t('ok', { entries: result.entries, checkpoints: result.checkpoints })}
        {result.from > 1 ? ` ${t('purged', { upTo: result.from - 1 })}` : ''}
      </span>
    );
  }
  const { id, at, seq, problem } = result;
  // A missing entry cannot be shown; a checkpoint is none.
  const shown = problem === 'cut-off' || problem === 'signature' ? null : id;
  return (
    <span className="grid gap-1 text-sm text-danger">
      {t(`problems.${problem}`, { seq })}
      <span className="text-xs text-fg-muted">
        {at === null ? '' : exact(at)} {id === null ? '' : <span className="font-mono break-all">{id}</span>}
      </span>
      {shown === null ? null : (
        <Button size="sm" className="justify-self-start" onClick={() => onOpenEntry(shown)}>
          {t('show')}
        </Button>
      )}
    </span>
  );
}

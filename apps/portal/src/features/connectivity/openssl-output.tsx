'use client';
import type { OpensslRun } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { CodeBlock } from '@switchroom/ui/components/code-block';
import { useMutation } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';

/** The guide's own command, run on demand, and what it wrote. */
export function OpensslOutput({ host, port }: { host: string; port: number }) {
  const t = useTranslations('checks.openssl');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const run = useMutation(trpc.connectivity.runOpenssl.mutationOptions());
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="grid gap-0.5">
          <h3 className="text-sm font-semibold">{t('title')}</h3>
          <p className="text-xs text-fg-muted">{t('text')}</p>
        </div>
        <Button
          size="sm"
          icon={<SquareTerminal aria-hidden="true" />}
          loading={run.isPending}
          onClick={() => run.mutate({ organisationId, host, port })}
        >
          {run.data === undefined ? t('run') : t('again')}
        </Button>
      </div>
      {run.error === null ? null : <ErrorPanel error={run.error} />}
      {run.data === undefined ? null : <Ran run={run.data} />}
    </div>
  );
}

function Ran({ run }: { run: OpensslRun }) {
  const t = useTranslations('checks.openssl');
  const copying = { copyLabel: t('copy'), copiedLabel: t('copied') };
  return (
    <div className="grid gap-2" data-openssl={run.outcome}>
      <p role="status" className="text-sm">
        {t(`outcomes.${run.outcome}`, { code: String(run.exitCode ?? '–') })}
      </p>
      <CodeBlock code={run.command} label={t('command')} {...copying} />
      {run.ran === undefined ? null : (
        <>
          <p className="text-xs break-all text-fg-muted">
            {t('ranAs', { version: run.version ?? 'openssl', command: run.ran })}
          </p>
          <details open>
            <summary className="w-fit cursor-pointer text-sm font-medium max-sm:py-2.5">{t('show')}</summary>
            <CodeBlock code={run.output} label={t('output')} {...copying} className="mt-2 max-h-120 overflow-y-auto" />
          </details>
        </>
      )}
    </div>
  );
}

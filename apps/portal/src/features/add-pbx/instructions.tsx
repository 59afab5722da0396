'use client';
import { appFlags, type SetupInstructions } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { KeyValueBlock } from '@switchroom/ui/components/code-block';
import { SquareCheck, Square } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useCan } from '../../session/session-context';
import { ActBanner } from '../pbx/act-banner';
import { usePbxAct } from '../pbx/pbx-acts';

/** Exactly what to enter on the PBX, in the words of the PBX Manager, each value with its copy button. */
export function Instructions({
  instructions,
  password,
}: {
  instructions: SetupInstructions;
  /** Known only right after it was made. */
  password: string | undefined;
}) {
  const t = useTranslations('addPbx.instructions');
  const common = useTranslations('common.actions');
  const fields = useTranslations('plans.fields');
  const { direction, appObjectName, appUrl, flags } = instructions;
  const row = (name: string, value: string, note?: string) => ({
    name,
    value,
    copyLabel: t('copy', { name }),
    copiedLabel: common('copied'),
    note,
  });
  const values = [
    row(fields('name'), appObjectName),
    ...(appUrl === undefined ? [] : [row(fields('url'), appUrl, t('urlNote'))]),
    ...(password === undefined ? [] : [row(fields('password'), password, t('once'))]),
  ];
  const ticked = appFlags.filter((flag) => flags.includes(flag));
  return (
    <ol className="grid gap-5">
      <Step number={1} title={t('createTitle')}>
        <p>{t('create')}</p>
      </Step>
      <Step number={2} title={t('enterTitle')}>
        <KeyValueBlock items={values} />
        {direction === 'outbound' ? <p>{t('urlOutbound')}</p> : null}
        {password === undefined ? <PasswordNote direction={direction} /> : null}
      </Step>
      <Step number={3} title={t('tickTitle')}>
        <ul aria-label={t('tickTitle')} className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {ticked.map((flag) => (
            <li key={flag} className="flex items-center gap-2">
              <SquareCheck aria-hidden="true" className="size-4 text-accent-fg" />
              <span className="font-medium">{fields(flag)}</span>
              <span className="sr-only">{t('tick')}</span>
            </li>
          ))}
          {flags.includes('websocket') ? null : (
            <li className="flex items-center gap-2 text-fg-muted">
              <Square aria-hidden="true" className="size-4" />
              <span>{t('websocketOff')}</span>
            </li>
          )}
        </ul>
        <p>{direction === 'inbound' ? t('websocketOn') : t('websocketOffWhy')}</p>
      </Step>
      <Step number={4} title={t('saveTitle')}>
        <p>{direction === 'inbound' ? t('saveInbound') : t('saveOutbound')}</p>
      </Step>
    </ol>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden="true"
        className="grid size-6 place-items-center rounded-full border border-line-strong text-xs font-medium tabular-nums"
      >
        {number}
      </span>
      <div className="grid gap-2 text-sm">
        <h3 className="pt-0.5 font-medium">{title}</h3>
        <div className="grid gap-2 text-fg-muted [&_code]:text-fg [&_li]:text-fg">{children}</div>
      </div>
    </li>
  );
}

/** Where the password is when it cannot be shown any more. */
function PasswordNote({ direction }: { direction: SetupInstructions['direction'] }) {
  const t = useTranslations('addPbx.instructions');
  const { open } = usePbxAct();
  const mayUpdate = useCan('pbxs:update');
  return (
    <ActBanner
      tone="info"
      title={t('passwordTitle')}
      acts={mayUpdate ? <Button onClick={() => open('password')}>{t('newPassword')}</Button> : undefined}
    >
      {direction === 'inbound' ? t('passwordMade') : t('passwordGiven')}
    </ActBanner>
  );
}

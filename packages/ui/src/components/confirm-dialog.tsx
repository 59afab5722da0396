'use client';
import { AlertDialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useReturnFocus } from '../hooks/use-return-focus';
import { cn } from '../lib/cn';
import { overlayClasses } from '../lib/layer-classes';
import { Banner } from './banner';
import { Button } from './button';
import { Field } from './field';
import { Input } from './input';

/** What a ConfirmDialog asks for; kept apart so that a page can hold one object in its state. */
export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What happens, and whether it can be undone. */
  description: ReactNode;
  /** The names of what is hit; the first eight show, `hitsMore` says how many follow. */
  hits?: readonly string[];
  hitsMore?: ReactNode;
  /** With it the person must type this text before the button works. */
  typed?: { text: string; label: ReactNode };
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
  /** Danger paints the confirming button red. */
  danger?: boolean;
  loading?: boolean;
  error?: ReactNode;
}

function ConfirmBody({
  description,
  hits = [],
  hitsMore,
  typed,
  confirmLabel,
  cancelLabel,
  onConfirm,
  danger = false,
  loading = false,
  error,
}: ConfirmDialogProps) {
  const [text, setText] = useState('');
  const ready = !typed || text.trim() === typed.text;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !loading) onConfirm();
      }}
      className="grid gap-3"
    >
      <Radix.Description asChild>
        <div className="text-sm text-fg-muted">{description}</div>
      </Radix.Description>
      {hits.length > 0 ? (
        <ul className="grid max-h-48 gap-0.5 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs">
          {hits.slice(0, 8).map((hit) => (
            <li key={hit} className="break-all">
              {hit}
            </li>
          ))}
          {hitsMore ? <li className="font-sans text-fg-muted">{hitsMore}</li> : null}
        </ul>
      ) : null}
      {typed ? (
        <Field label={typed.label}>
          <Input
            mono
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      ) : null}
      {error ? <Banner tone="danger">{error}</Banner> : null}
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        <Radix.Cancel asChild>
          <Button>{cancelLabel}</Button>
        </Radix.Cancel>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} loading={loading} disabled={!ready}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}

/** Asks before an act: names what is hit, and above a threshold lets the person type the name. Stays open until closed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.bringBack}
          className={cn(
            'fixed top-[16vh] inset-x-0 mx-auto z-50 grid w-[calc(100vw-2rem)] max-w-md animate-fade-in gap-2 rounded-lg border border-line bg-raised p-4 shadow-floating focus-visible:outline-none',
            'max-sm:top-auto max-sm:bottom-4',
          )}
        >
          <Radix.Title className="text-lg font-semibold">{props.title}</Radix.Title>
          {/* Mounted with each opening, so that the typed text starts empty. */}
          <ConfirmBody {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

'use client';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { cn } from '@switchroom/ui/lib/cn';
import { useTranslations } from 'next-intl';
import { type ReactNode, type SyntheticEvent, useId } from 'react';

/**
 * A dialog around one form, mounted while it is open: cancel and submit in its foot. `onSubmit` gets the event, whose
 * default is prevented already.
 */
export function FormDialog({
  title,
  description,
  size,
  submit,
  danger = false,
  busy,
  staysWhileBusy = false,
  ready = true,
  secret = false,
  className,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  description?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** What the button that submits says. */
  submit: string;
  danger?: boolean;
  busy: boolean;
  /** It cannot be closed while the answer is on its way. */
  staysWhileBusy?: boolean;
  /** False while there is nothing yet that could be submitted. */
  ready?: boolean;
  /** Holds a password: sent before the scripts are there, it must not end up in the address. */
  secret?: boolean;
  /** Of the form. */
  className?: string;
  onSubmit: (event: SyntheticEvent<HTMLFormElement>) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const common = useTranslations('common.actions');
  const id = useId();
  const locked = staysWhileBusy && busy;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || locked ? undefined : onClose())}
      title={title}
      {...(description === undefined ? {} : { description })}
      {...(size === undefined ? {} : { size })}
      closeLabel={common('close')}
      footer={
        <>
          <Button disabled={locked} onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={id} variant={danger ? 'danger' : 'primary'} disabled={!ready} loading={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        {...(secret ? { method: 'post' } : {})}
        noValidate
        className={cn('grid gap-3', className)}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(event);
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}

'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from '../hooks/use-return-focus';
import { cn } from '../lib/cn';
import { overlayClasses } from '../lib/layer-classes';
import { IconButton } from './icon-button';

// The first control of the body takes the focus; without one the dialog itself, so that its title is read first.
function focusFirst(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const control = event.currentTarget.querySelector<HTMLElement>(
    '[data-dialog-body] :is(input, textarea, [role="combobox"], [role="radio"][data-state="checked"]):not([disabled], [aria-hidden="true"])',
  );
  (control ?? event.currentTarget).focus();
}

/** A dialog in the middle (at the bottom edge on a phone). Controlled; Escape and the veil close it, unless `onEscape` prevents the event's default. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  footer,
  size = 'md',
  className,
  onEscape,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  closeLabel: string;
  /** Buttons; the primary one last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  className?: string;
  onEscape?: (event: Event) => void;
  children?: ReactNode;
}) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            focus.remember();
            focusFirst(event);
          }}
          onCloseAutoFocus={focus.bringBack}
          onEscapeKeyDown={onEscape}
          onPointerDownOutside={onEscape}
          className={cn(
            'fixed top-[12vh] inset-x-0 mx-auto z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] animate-fade-in flex-col rounded-lg border border-line bg-raised shadow-floating [--frame-top:0px] focus-visible:outline-none',
            'max-sm:top-auto max-sm:bottom-0 max-sm:max-h-[90dvh] max-sm:w-full max-sm:rounded-b-none',
            size === 'sm' ? 'max-w-sm' : size === 'md' ? 'max-w-lg' : 'max-w-3xl',
            'max-sm:max-w-full',
            className,
          )}
        >
          <header className="flex items-start justify-between gap-4 px-4 pt-3.5 pb-2">
            <div className="grid gap-0.5">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="text-sm text-fg-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton size="sm" label={closeLabel} icon={<X aria-hidden="true" />} tooltip={false} />
            </Radix.Close>
          </header>
          <div data-dialog-body="" className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">
            {children}
          </div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

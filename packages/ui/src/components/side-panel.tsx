'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useReturnFocus } from '../hooks/use-return-focus';
import { cn } from '../lib/cn';
import { overlayClasses } from '../lib/layer-classes';
import { IconButton } from './icon-button';

/**
 * Details or a diff over the list, at the right (the whole screen on a phone). Controlled, so that an
 * address can open it: `open` comes from the URL, `onClose` goes back. Focus stays inside, Escape closes.
 * `onEscape` may keep it open (unsaved changes) by preventing the event's default.
 */
export function SidePanel({
  open,
  onClose,
  title,
  description,
  closeLabel,
  actions,
  footer,
  size = 'md',
  onEscape,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Facts under the title. */
  description?: ReactNode;
  closeLabel: string;
  /** Beside the close button. */
  actions?: ReactNode;
  /** Stays at the bottom: the primary act of the panel. */
  footer?: ReactNode;
  size?: 'md' | 'lg' | 'xl';
  onEscape?: (event: Event) => void;
  children: ReactNode;
}) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          // The panel itself takes the focus, so that its title is read first and no tooltip opens.
          onOpenAutoFocus={(event) => {
            focus.remember();
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={focus.bringBack}
          onEscapeKeyDown={onEscape}
          onPointerDownOutside={onEscape}
          className={cn(
            'fixed inset-y-0 right-0 z-50 flex w-full animate-panel-in flex-col border-l border-line bg-surface shadow-floating [--frame-top:0px] focus-visible:outline-none',
            size === 'md' ? 'sm:max-w-md' : size === 'lg' ? 'sm:max-w-xl' : 'sm:max-w-3xl',
          )}
        >
          <header className="flex items-start justify-between gap-3 border-b border-line px-4 py-3">
            <div className="grid min-w-0 gap-0.5">
              <Radix.Title className="truncate text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description asChild>
                  <div className="text-sm text-fg-muted">{description}</div>
                </Radix.Description>
              ) : null}
            </div>
            <div className="flex shrink-0 items-center gap-1">
              {actions}
              <Radix.Close asChild>
                <IconButton label={closeLabel} icon={<X aria-hidden="true" />} tooltip={false} />
              </Radix.Close>
            </div>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

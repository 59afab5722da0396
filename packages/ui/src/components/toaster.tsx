'use client';
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';

export { toast } from 'sonner';

/**
 * The place where `toast(...)` appears; once per application. A toast is never the only answer to an act.
 * `label` names the region, `closeLabel` the close button.
 */
export function Toaster({ label, closeLabel }: { label: string; closeLabel: string }) {
  return (
    <Sonner
      position="bottom-right"
      containerAriaLabel={label}
      closeButton
      // Stacked toasts would cover each other's close buttons.
      expand
      gap={8}
      mobileOffset={{ bottom: '4.5rem' }}
      icons={{
        success: <CircleCheck aria-hidden="true" className="size-4 text-ok" />,
        info: <Info aria-hidden="true" className="size-4 text-info" />,
        warning: <TriangleAlert aria-hidden="true" className="size-4 text-warn" />,
        error: <CircleX aria-hidden="true" className="size-4 text-danger" />,
        close: <span aria-hidden="true">×</span>,
      }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: closeLabel,
        classNames: {
          toast:
            'flex w-full items-start gap-2 rounded-md border border-line bg-raised py-2.5 pr-9 pl-3 text-sm text-fg shadow-floating',
          icon: 'mt-0.5 shrink-0',
          title: 'font-medium',
          description: 'text-fg-muted',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-md border border-line-strong/60 bg-surface px-2 text-xs font-medium hover:bg-hover',
          closeButton:
            'absolute top-1.5 right-1.5 grid size-7 place-items-center rounded-md text-lg text-fg-muted hover:bg-hover hover:text-fg',
        },
      }}
    />
  );
}

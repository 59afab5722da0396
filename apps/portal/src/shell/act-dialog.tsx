'use client';
import { ConfirmDialog, type ConfirmDialogProps } from '@switchroom/ui/components/confirm-dialog';
import { useTranslations } from 'next-intl';
import { type ErrorText, useErrorText } from '../trpc/use-error-text';
import { errorLine } from './refusal-line';

/** Asks before a mutation is sent, and says in the dialog why it was refused. Closing it forgets the refusal. */
export function ActDialog({
  open = true,
  act,
  refusal = errorLine,
  onClose,
  ...question
}: Omit<ConfirmDialogProps, 'open' | 'onOpenChange' | 'cancelLabel' | 'loading' | 'error'> & {
  /** For a dialog that is there before it is open. */
  open?: boolean;
  /** As `useMutation` gives it. */
  act: { isPending: boolean; error: unknown; reset: () => void };
  /** The one line of a refusal. */
  refusal?: (text: ErrorText) => string;
  onClose: () => void;
}) {
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  return (
    <ConfirmDialog
      {...question}
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        act.reset();
        onClose();
      }}
      cancelLabel={common('cancel')}
      loading={act.isPending}
      error={act.error === null ? undefined : refusal(errorText(act.error))}
    />
  );
}

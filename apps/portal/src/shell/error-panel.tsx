'use client';
import { Button } from '@switchroom/ui/components/button';
import { ErrorState } from '@switchroom/ui/components/error-state';
import { useTranslations } from 'next-intl';
import { useErrorText } from '../trpc/use-error-text';

/** An error of a request in its place on the page: what happened, what it means, what to do, the request id. */
export function ErrorPanel({
  error,
  onRetry,
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}) {
  const text = useErrorText()(error);
  const errors = useTranslations('errors');
  const common = useTranslations('common.actions');
  return (
    <ErrorState
      title={text.title}
      meaning={text.meaning}
      cure={text.cure}
      className={className}
      action={onRetry ? <Button onClick={onRetry}>{common('retry')}</Button> : undefined}
      requestId={
        text.requestId === undefined
          ? undefined
          : {
              label: errors('requestId'),
              value: text.requestId,
              copyLabel: errors('copyRequestId'),
              copiedLabel: common('copied'),
            }
      }
    />
  );
}

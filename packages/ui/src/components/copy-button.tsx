'use client';
import { Check, Copy } from 'lucide-react';
import { useCopy } from '../hooks/use-copy';
import { IconButton } from './icon-button';

/** Copies `value`. `label` names the button, `copiedLabel` is announced after the copy. */
export function CopyButton({
  value,
  label,
  copiedLabel,
  size = 'sm',
  className,
}: {
  value: string;
  label: string;
  copiedLabel: string;
  size?: 'sm' | 'md';
  className?: string;
}) {
  const { state, copy } = useCopy();
  return (
    <>
      <IconButton
        size={size}
        className={className}
        label={label}
        icon={state === 'copied' ? <Check aria-hidden="true" className="text-ok" /> : <Copy aria-hidden="true" />}
        onClick={() => void copy(value)}
      />
      <span role="status" className="sr-only">
        {state === 'copied' ? copiedLabel : ''}
      </span>
    </>
  );
}

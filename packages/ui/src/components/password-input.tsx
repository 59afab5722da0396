'use client';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from '../lib/cn';
import { controlClasses, controlHeight } from '../lib/control-classes';
import { useFieldControl } from './field';

/** A password that can be revealed. `revealLabel` and `hideLabel` name the button. */
export function PasswordInput({
  revealLabel,
  hideLabel,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { revealLabel: string; hideLabel: string }) {
  const [visible, setVisible] = useState(false);
  const wired = useFieldControl(props);
  return (
    <span className={cn('relative block w-full', className)}>
      <input
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...props}
        {...wired}
        type={visible ? 'text' : 'password'}
        className={cn(controlClasses, controlHeight, 'pr-9 max-sm:pr-12', visible && 'font-mono')}
      />
      <button
        type="button"
        aria-label={visible ? hideLabel : revealLabel}
        onClick={() => setVisible((value) => !value)}
        className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-md text-fg-muted hover:text-fg max-sm:w-11"
      >
        {visible ? <EyeOff aria-hidden="true" className="size-4" /> : <Eye aria-hidden="true" className="size-4" />}
      </button>
    </span>
  );
}

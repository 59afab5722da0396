'use client';
import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { useHotkeys } from '../hooks/use-hotkeys';
import { cn } from '../lib/cn';
import { controlClasses } from '../lib/control-classes';
import { Kbd } from './kbd';

/** Search of a list. `hotkey` (such as "/") puts the cursor in it from anywhere on the page. Escape empties it. */
export function SearchInput({
  value,
  onValueChange,
  label,
  clearLabel,
  placeholder,
  hotkey,
  className,
}: {
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  clearLabel: string;
  placeholder?: string;
  hotkey?: string;
  className?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys(hotkey ? { [hotkey]: () => input.current?.focus() } : {}, { enabled: Boolean(hotkey) });
  const clear = (): void => {
    onValueChange('');
    input.current?.focus();
  };
  return (
    <span className={cn('relative block w-full', className)}>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-fg-subtle"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onValueChange('');
        }}
        className={cn(controlClasses, 'h-7 px-8 max-sm:h-11')}
      />
      {value ? (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={clear}
          className="absolute inset-y-0 right-0 grid w-7 place-items-center rounded-md text-fg-muted hover:text-fg max-sm:w-11"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      ) : hotkey ? (
        <span className="pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2 max-md:hidden">
          <Kbd>{hotkey}</Kbd>
        </span>
      ) : null}
    </span>
  );
}

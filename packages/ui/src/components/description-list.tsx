import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

export interface DescriptionItem {
  label: ReactNode;
  value: ReactNode;
  /** Ids, versions, addresses. */
  mono?: boolean;
  /** React key where labels repeat. */
  key?: string;
}

/** Facts as label and value. `columns` is the number side by side on a wide screen. */
export function DescriptionList({
  items,
  columns = 1,
  className,
}: {
  items: readonly DescriptionItem[];
  columns?: 1 | 2 | 3;
  className?: string;
}) {
  return (
    <dl
      className={cn(
        'grid gap-x-8 border-t border-line text-sm',
        columns === 2 && 'lg:grid-cols-2',
        columns === 3 && 'md:grid-cols-2 xl:grid-cols-3',
        className,
      )}
    >
      {items.map((item, index) => (
        <div
          key={item.key ?? index}
          className="grid min-h-9 grid-cols-[minmax(7rem,2fr)_minmax(0,3fr)] items-center gap-3 border-b border-line py-1.5"
        >
          <dt className="text-fg-muted">{item.label}</dt>
          <dd className={cn('min-w-0 break-words', item.mono && 'font-mono text-xs')}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

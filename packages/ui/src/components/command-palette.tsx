'use client';
import { Command, useCommandState } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useReturnFocus } from '../hooks/use-return-focus';
import { overlayClasses } from '../lib/layer-classes';
import { Kbd } from './kbd';
import { Skeleton } from './skeleton';

export interface CommandEntry {
  /** Unique in the whole palette. */
  id: string;
  label: string;
  /** Other words it is found by. */
  keywords?: string[];
  icon?: ReactNode;
  /** A second text at the right: the kind, the place. */
  hint?: ReactNode;
  /** Keys, such as ["g", "p"]. */
  shortcut?: readonly string[];
  disabled?: boolean;
  onSelect: () => void;
}

export interface CommandGroup {
  id: string;
  heading: string;
  entries: readonly CommandEntry[];
}

// A list box may hold options only, so this text stands below it.
function NothingFound({ children }: { children: ReactNode }) {
  const count = useCommandState((state) => state.filtered.count);
  return (
    <div role="status" className="text-center text-sm text-fg-muted">
      {count === 0 ? <p className="px-3 pt-4 pb-6">{children}</p> : null}
    </div>
  );
}

/**
 * Go to, find and act. Matches labels and keywords itself; with `filter={false}` the groups are already the
 * answer to `search` (found by a server). Choosing an entry closes the palette, then calls `onSelect`.
 */
export function CommandPalette({
  open,
  onOpenChange,
  label,
  placeholder,
  groups,
  search,
  onSearchChange,
  filter = true,
  loading = false,
  loadingText,
  emptyText,
  options,
  footer,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  placeholder: string;
  groups: readonly CommandGroup[];
  search: string;
  onSearchChange: (search: string) => void;
  filter?: boolean;
  loading?: boolean;
  loadingText: string;
  emptyText: ReactNode;
  /** Choices about what is searched, below the list. */
  options?: ReactNode;
  /** Help line at the bottom. */
  footer?: ReactNode;
}) {
  const focus = useReturnFocus();
  const [chosen, setChosen] = useState('');
  // Groups that a server finds change under the choice; without one in sight Enter would do nothing.
  const ids = groups.flatMap((group) => group.entries.map((entry) => entry.id));
  const choice = filter ? {} : { value: ids.includes(chosen) ? chosen : (ids[0] ?? ''), onValueChange: setChosen };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.bringBack}
          className="fixed top-[14vh] inset-x-0 mx-auto z-50 w-[calc(100vw-2rem)] max-w-xl animate-fade-in overflow-hidden rounded-lg border border-line bg-raised shadow-floating focus-visible:outline-none max-sm:top-2 max-sm:w-[calc(100vw-1rem)]"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {/* Ctrl K closes what it opened; as a vim key it would move the choice. */}
          <Command label={label} shouldFilter={filter} loop vimBindings={false} {...choice}>
            <div className="flex items-center gap-2 border-b border-line px-3">
              <Search aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
              <Command.Input
                value={search}
                onValueChange={onSearchChange}
                placeholder={placeholder}
                className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none max-sm:text-lg"
              />
            </div>
            <span role="status" className="sr-only">
              {loading ? loadingText : ''}
            </span>
            <Command.List label={label} className="max-h-[min(24rem,60vh)] overflow-y-auto overscroll-contain p-1">
              {groups.map((group) => (
                <Command.Group
                  key={group.id}
                  heading={group.heading}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-fg-muted"
                >
                  {group.entries.map((entry) => (
                    <Command.Item
                      key={entry.id}
                      value={entry.id}
                      keywords={[entry.label, ...(entry.keywords ?? [])]}
                      disabled={entry.disabled}
                      onSelect={() => {
                        onOpenChange(false);
                        entry.onSelect();
                      }}
                      className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm data-[disabled=true]:text-fg-subtle data-[selected=true]:bg-selected max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-muted"
                    >
                      {entry.icon}
                      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                      {entry.hint ? <span className="truncate text-xs text-fg-muted">{entry.hint}</span> : null}
                      {entry.shortcut ? (
                        <span className="flex gap-0.5 max-md:hidden">
                          {entry.shortcut.map((key) => (
                            <Kbd key={key}>{key}</Kbd>
                          ))}
                        </span>
                      ) : null}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            {loading ? null : <NothingFound>{emptyText}</NothingFound>}
            {loading ? (
              <div aria-hidden="true" className="grid gap-3 px-3 pt-1 pb-4">
                <Skeleton className="w-2/3" />
                <Skeleton className="w-1/2" />
              </div>
            ) : null}
          </Command>
          {options ? <div className="border-t border-line px-3 py-1.5">{options}</div> : null}
          {footer ? (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-2 text-xs text-fg-muted max-md:hidden">
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

'use client';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { useHotkeys } from './use-hotkeys';

interface RovingRows {
  /** The row that has, or last had, the focus; -1 before the first key. */
  active: number;
  setActive: (index: number) => void;
  /** For the element around the rows. */
  containerProps: { ref: (element: HTMLElement | null) => void };
  /** For each row element; `index` is the row's place in the whole list, also with virtual rows. */
  rowProps: (index: number) => {
    'data-row-index': number;
    tabIndex: 0 | -1;
    onFocus: () => void;
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

/**
 * Keyboard rows of a table: j and k (or the arrows) move, Enter opens, x ticks, Home and End jump.
 * j and k also work from anywhere on the page that is not an input. With virtual rows give
 * `scrollToIndex`, which is called before the row gets the focus.
 */
export function useRovingRows({
  count,
  onOpen,
  onToggle,
  scrollToIndex,
  enabled = true,
}: {
  count: number;
  onOpen?: (index: number) => void;
  onToggle?: (index: number) => void;
  scrollToIndex?: (index: number) => void;
  enabled?: boolean;
}): RovingRows {
  const [active, setActive] = useState(-1);
  const container = useRef<HTMLElement | null>(null);

  const focusRow = useCallback(
    (wanted: number): void => {
      if (count === 0) return;
      const index = Math.max(0, Math.min(count - 1, wanted));
      setActive(index);
      scrollToIndex?.(index);
      const focusNow = (): boolean => {
        const row = container.current?.querySelector<HTMLElement>(`[data-row-index="${index}"]`);
        row?.focus({ preventScroll: true });
        row?.scrollIntoView({ block: 'nearest' });
        return row !== null && row !== undefined;
      };
      // At once, so that the next key is the row's; a virtual row is there only after the list has rendered its new window.
      if (!focusNow()) requestAnimationFrame(focusNow);
    },
    [count, scrollToIndex],
  );

  useHotkeys({ j: () => focusRow(active + 1), k: () => focusRow(active < 0 ? 0 : active - 1) }, { enabled });

  const containerProps = {
    ref: useCallback((element: HTMLElement | null) => {
      container.current = element;
    }, []),
  };

  const rowProps = (index: number) => ({
    'data-row-index': index,
    tabIndex: index === Math.max(0, Math.min(active, count - 1)) ? (0 as const) : (-1 as const),
    onFocus: () => setActive(index),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (!enabled || event.target !== event.currentTarget) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act: Record<string, (() => void) | undefined> = {
        j: () => focusRow(index + 1),
        ArrowDown: () => focusRow(index + 1),
        k: () => focusRow(index - 1),
        ArrowUp: () => focusRow(index - 1),
        Home: () => focusRow(0),
        End: () => focusRow(count - 1),
        Enter: onOpen && (() => onOpen(index)),
        x: onToggle && (() => onToggle(index)),
      };
      const handler = act[event.key];
      if (!handler) return;
      event.preventDefault();
      handler();
    },
  });

  return { active, setActive, containerProps, rowProps };
}

'use client';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

const TYPING_MS = 200;

/** Writes into the address after a pause, so that typing neither stutters nor asks for each letter. */
export function ListSearchBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const common = useTranslations('common.actions');
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  // The address changed by another way: back, a link, "clear filters".
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  // A list that follows its rows live renders more often than a person types.
  const send = useRef(onChange);
  useEffect(() => {
    send.current = onChange;
  });
  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      setSent(text);
      send.current(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, sent]);
  return (
    <SearchInput value={text} onValueChange={setText} label={label} clearLabel={common('clearSearch')} hotkey="/" />
  );
}

/** A filter's choices with one added or taken away. */
export function toggled<T extends string>(list: readonly T[], value: T, on: boolean): T[] {
  return on ? [...list.filter((one) => one !== value), value] : list.filter((one) => one !== value);
}

'use client';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

const TYPING_MS = 200;

/** Search of a list whose text stands in the address; written there after a pause, so that typing does not stutter. */
export function SearchBox({
  value,
  label,
  onChange,
}: {
  value: string;
  label: string;
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
  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      setSent(text);
      onChange(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, sent, onChange]);
  return (
    <SearchInput value={text} onValueChange={setText} label={label} clearLabel={common('clearSearch')} hotkey="/" />
  );
}

import type { ReactNode } from 'react';
import { EntryFrame } from '@/shell/entry-frame';

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <EntryFrame>{children}</EntryFrame>;
}

import type { ReactNode } from 'react';

/** A value that is not known; never the same as an empty one. */
export function Unknown({ children }: { children: ReactNode }) {
  return <span className="text-fg-muted italic">{children}</span>;
}

'use client';
import { useEffect, useState } from 'react';

// Only in the memory of this page: a reload or a closed tab forgets it, and it never stands in the address.
const kept = new Map<string, string>();

/** Hands a password that was just made to the page that shows it once. */
export function keepPassword(pbxId: string, password: string): void {
  kept.set(pbxId, password);
}

/** The password handed over for this PBX; gone when the page is left. */
export function useOncePassword(pbxId: string): string | undefined {
  const [password] = useState(() => kept.get(pbxId));
  useEffect(
    () => () => {
      kept.delete(pbxId);
    },
    [pbxId],
  );
  return password;
}

'use client';
import { parseAsStringLiteral, useQueryState } from 'nuqs';

/** Acts on a PBX that ask something first; the open one stands in the address. */
export const pbxActs = ['rename', 'address', 'password', 'switch', 'remove'] as const;
export type PbxAct = (typeof pbxActs)[number];

/** Which act is open, and opening or closing one. */
export function usePbxAct(): { act: PbxAct | null; open: (act: PbxAct) => void; close: () => void } {
  const [act, setAct] = useQueryState('act', parseAsStringLiteral(pbxActs));
  return { act, open: (next) => void setAct(next), close: () => void setAct(null) };
}

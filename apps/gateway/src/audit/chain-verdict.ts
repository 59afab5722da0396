/**
 * How a chain can be broken.
 * - `changed`: the entry does not say any more what it said when it was written.
 * - `deleted`: an entry is gone from the middle, or from the beginning without a purge that says so.
 * - `reordered`: the entry was written at another place of the chain.
 * - `inserted`: the entry was put in between later.
 * - `unlinked`: the entry fits itself but not the one before it: it was rewritten together with its hash.
 * - `cut-off`: a checkpoint knows more entries than there are.
 * - `rewritten`: the chain fits itself, but a checkpoint knows another one.
 * - `signature`: a checkpoint was not signed by this installation.
 */
export const chainProblems = [
  'changed',
  'deleted',
  'reordered',
  'inserted',
  'unlinked',
  'cut-off',
  'rewritten',
  'signature',
] as const;
export type ChainProblem = (typeof chainProblems)[number];

/** The first place where a chain does not hold. */
export interface BrokenChain {
  ok: false;
  problem: ChainProblem;
  /** Number of the entry; of one that is gone, the number it had. */
  seq: number;
  /** Of the entry; of one that is gone, of the next one that is there, or of the checkpoint that knows it. */
  id: string | null;
  at: Date | null;
}

export interface WholeChain {
  ok: true;
  /** How many entries were checked. */
  entries: number;
  /** Number of the oldest entry that is kept; above 1 when older ones were purged up to a signed checkpoint. */
  from: number;
  /** Hash of the newest entry. */
  hash: string;
  /** Signatures that were checked. */
  checkpoints: number;
}

export type ChainVerdict = WholeChain | BrokenChain;

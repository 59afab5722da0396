import type { LinkReason } from '@switchroom/contracts';

/** The whole condition of a link. `epoch` counts connections; a later one makes everything of an earlier one void. */
export type LinkState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly epoch: number; readonly attempt: number }
  | { readonly kind: 'authenticating'; readonly epoch: number }
  | { readonly kind: 'identifying'; readonly epoch: number }
  | { readonly kind: 'ready'; readonly epoch: number; readonly note?: Note }
  /** Outbound: the next try starts at `retryAt` (milliseconds since 1970). */
  | ({ readonly kind: 'waiting'; readonly retryAt: number; readonly attempt: number } & Note)
  /** Inbound: the PBX has to dial. */
  | ({ readonly kind: 'awaiting' } & Note)
  /** A person has to change something. With `admin-api-missing` the connection stays and is asked again. */
  | ({ readonly kind: 'refused' } & Note)
  | { readonly kind: 'draining' }
  | { readonly kind: 'closed' };

/** A reason, and the peer's own words for it. */
export interface Note {
  readonly reason: LinkReason;
  readonly detail?: string | undefined;
}

export type LinkStateKind = LinkState['kind'];

/** Every legal move. Whoever adds a state decides here what may follow it. */
export const moves: Readonly<Record<LinkStateKind, readonly LinkStateKind[]>> = {
  idle: ['connecting', 'awaiting', 'draining', 'closed'],
  connecting: ['authenticating', 'waiting', 'refused', 'draining', 'closed'],
  authenticating: ['identifying', 'waiting', 'refused', 'draining', 'closed'],
  identifying: ['ready', 'identifying', 'waiting', 'awaiting', 'refused', 'draining', 'closed'],
  ready: ['ready', 'identifying', 'waiting', 'awaiting', 'refused', 'draining', 'closed'],
  waiting: ['connecting', 'draining', 'closed'],
  awaiting: ['awaiting', 'identifying', 'refused', 'draining', 'closed'],
  refused: ['refused', 'connecting', 'awaiting', 'waiting', 'identifying', 'draining', 'closed'],
  draining: ['closed'],
  closed: [],
};

export function isLegalMove(from: LinkStateKind, to: LinkStateKind): boolean {
  return moves[from].includes(to);
}

/** Thrown for a move that the table does not list: a mistake of ours, never the peer's. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError';

  constructor(from: LinkStateKind, to: LinkStateKind) {
    super(`a link cannot go from ${from} to ${to}; the table in machine.ts lists the legal moves`);
  }
}

/**
 * The state after a move: `to` if the table allows it. Otherwise `onIllegal` is called (it throws in tests and logs in
 * production) and the state stays.
 */
export function transition(from: LinkState, to: LinkState, onIllegal: (error: IllegalMoveError) => void): LinkState {
  if (isLegalMove(from.kind, to.kind)) return to;
  onIllegal(new IllegalMoveError(from.kind, to.kind));
  return from;
}

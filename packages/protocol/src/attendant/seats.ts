import { ATTENDANT_LIMITS, type ConsoleType, QUEUE_CHANNELS_PER_LICENCE } from './terms';

/** An open session as the seats see it. Times are milliseconds since 1970. */
export interface SeatSession {
  readonly session: string;
  /** The operator. */
  readonly user: string;
  readonly type: ConsoleType;
  /** Last sign of life. */
  readonly seenAt: number;
  /** False when the websocket went without CloseSession; the seat is kept until the deadline, for the console to come back. */
  readonly connected: boolean;
}

/** Seats of each console type that the organisation has licences for. */
export type SeatQuantities = Readonly<Record<ConsoleType, number>>;

/** A console that wants a seat. */
export interface SeatRequest {
  readonly user: string;
  readonly type: ConsoleType;
  /** Session of a connection that was lost. */
  readonly resume?: string | undefined;
}

/** How many seats of one type are taken, and how many there are. */
export interface SeatCount {
  readonly type: ConsoleType;
  readonly inUse: number;
  readonly quantity: number;
}

export type SeatVerdict =
  /** `replaces`: a session of the same operator that ends now, its seat is this one's. `count` is after the admission. */
  | { readonly kind: 'admitted'; readonly replaces: string | undefined; readonly count: SeatCount }
  /** `count` has the numbers that refuse it. */
  | { readonly kind: 'refused'; readonly code: 'no-licence-left'; readonly count: SeatCount };

const DEADLINE_MS = ATTENDANT_LIMITS.deadlineSeconds * 1000;

/** Whether a console has been silent for so long that its seat is free. A clock that went backwards frees nobody. */
export function isSilent(session: SeatSession, now: number): boolean {
  return now - session.seenAt > DEADLINE_MS;
}

/** Sessions that still hold their seats, and those whose seats are free because the console fell silent. */
export function sweepSeats(
  sessions: readonly SeatSession[],
  now: number,
): { readonly live: readonly SeatSession[]; readonly freed: readonly SeatSession[] } {
  return {
    live: sessions.filter((session) => !isSilent(session, now)),
    freed: sessions.filter((session) => isSilent(session, now)),
  };
}

/** Seats of one type in use now; silent consoles do not count. */
export function countSeats(
  sessions: readonly SeatSession[],
  quantities: SeatQuantities,
  type: ConsoleType,
  now: number,
): SeatCount {
  const inUse = sessions.filter((session) => session.type === type && !isSilent(session, now)).length;
  return { type, inUse, quantity: quantities[type] };
}

/**
 * The rule of the console licences: every open session takes one seat of its type, and the one too many is refused. A session
 * that lost its connection is replaced without a further seat, by the same operator only: the one named by `resume`, else
 * the one that was silent longest. Sessions that are open when the quantity is lowered stay; nobody new comes in until
 * there is room again.
 */
export function admitSeat(
  sessions: readonly SeatSession[],
  quantities: SeatQuantities,
  request: SeatRequest,
  now: number,
): SeatVerdict {
  const count = countSeats(sessions, quantities, request.type, now);
  const replaced = replaceable(sessions, request, now);
  if (replaced) return { kind: 'admitted', replaces: replaced.session, count };
  if (count.inUse >= count.quantity) return { kind: 'refused', code: 'no-licence-left', count };
  return { kind: 'admitted', replaces: undefined, count: { ...count, inUse: count.inUse + 1 } };
}

function replaceable(sessions: readonly SeatSession[], request: SeatRequest, now: number): SeatSession | undefined {
  const own = sessions.filter(
    (session) => session.user === request.user && session.type === request.type && !isSilent(session, now),
  );
  // A console that comes back may be quicker than the news that its old connection is gone.
  const named = own.find((session) => session.session === request.resume);
  if (named) return named;
  const lost = own.filter((session) => !session.connected);
  return lost.reduce<SeatSession | undefined>(
    (oldest, session) => (oldest === undefined || session.seenAt < oldest.seenAt ? session : oldest),
    undefined,
  );
}

/** Advanced Queuing channels that come with the licences of one console type. */
export function queueChannels(quantity: number): number {
  return quantity * QUEUE_CHANNELS_PER_LICENCE;
}

import { CallRoutes, type CallWaits } from './call-routes';
import { LegBook } from './leg-book';
import {
  CALL_FLAG,
  CALL_STATE,
  type CallEvent,
  CAUSE,
  type Endpoint,
  endpointOf,
  endpointOfTarget,
  type Leg,
  phaseOf,
  type Target,
} from './legs';
import type { Objects } from './objects';
import type { Phones } from './phones';
import type { JsonObject, PbxObject } from './types';

/** How a call is made. */
export interface CallOptions {
  /** Device of the user that makes it. */
  readonly hw?: string | undefined;
  /** Whether diversions of the target count. */
  readonly obey: boolean;
}

/** All calls of one PBX, simulated: local users ring, numbers outside answer by themselves. */
export class Calls {
  private readonly book: LegBook;
  private readonly routes: CallRoutes;

  constructor(
    objects: Objects,
    private readonly phones: Phones,
    private readonly waits: CallWaits,
    /** Told when a user gets on the phone or off it. */
    onPhone: (guid: string, on: boolean) => void,
  ) {
    this.book = new LegBook(onPhone);
    this.routes = new CallRoutes(objects, phones, this.book, waits);
  }

  onEvent(listener: (event: CallEvent) => void): () => void {
    return this.book.onEvent(listener);
  }

  /** Marks a user as controlled; the returned function ends it. */
  control(guid: string): () => void {
    return this.routes.control(guid);
  }

  /** Ends of calls that a user has. */
  of(guid: string): Leg[] {
    return this.book.of(guid);
  }

  /** Every end of every call. */
  all(): readonly Leg[] {
    return this.book.all();
  }

  isLive(leg: Leg): boolean {
    return this.book.has(leg);
  }

  /** A call by a local user from one device. Undefined: the device refuses to make it. */
  originate(user: PbxObject, target: Target, options: CallOptions): Leg | undefined {
    const hw = options.hw ?? this.phones.of(user)[0];
    const behaviour = this.phones.behaviour(user.guid, hw);
    if (behaviour === 'refuses') return undefined;
    const leg = this.book.add(user.guid, endpointOf(user), false, undefined);
    leg.hw = hw;
    leg.dialled = endpointOfTarget(target);
    this.book.tell({ leg, msg: 'x-setup' });
    if (behaviour === 'busy') this.book.fail(leg, CAUSE.busy);
    else if (behaviour === 'gone') this.book.fail(leg, CAUSE.outOfOrder);
    else if (behaviour === 'no-answer')
      this.book.later(this.waits.noAnswerMs, leg, () => this.book.fail(leg, CAUSE.noAnswer));
    else if (behaviour === 'works') this.routes.connectTo(leg, target, options.obey);
    return leg;
  }

  /** A call from outside to a local user; diversions count. */
  incoming(user: PbxObject, from: { readonly e164: string; readonly h323?: string; readonly dn?: string }): Leg {
    const { e164, h323, dn } = from;
    const party: Endpoint = { e164, h323: h323 ?? '', ...(dn === undefined ? {} : { dn }) };
    const caller = this.book.add(undefined, party, false, undefined);
    caller.dialled = endpointOf(user);
    this.routes.reach(caller, user, true, 0);
    return caller.other ?? caller;
  }

  /** The called end answers, on one device. */
  answer(leg: Leg, hw?: string): boolean {
    return this.routes.answer(leg, hw);
  }

  /** One end hangs up. */
  clear(leg: Leg, cause: number): void {
    this.routes.clear(leg, cause);
  }

  /** Holds or retrieves; false = the call is not in the state for it. */
  hold(leg: Leg, on: boolean): boolean {
    const isHeld = (leg.state & CALL_FLAG.hold) !== 0;
    if (phaseOf(leg) !== CALL_STATE.connected || isHeld === on) return false;
    leg.state = on ? leg.state | CALL_FLAG.hold : leg.state & ~CALL_FLAG.hold;
    this.book.tell({ leg, msg: 'update' });
    if (!leg.other) return true;
    leg.other.state = on ? leg.other.state | CALL_FLAG.held : leg.other.state & ~CALL_FLAG.held;
    this.book.tell({ leg: leg.other, msg: on ? 'r-held' : 'r-retrieved' });
    return true;
  }

  /** Parks a connected call at an object. The text of the error when that cannot be. */
  park(leg: Leg, at: string, position: number | undefined): string | undefined {
    if (phaseOf(leg) !== CALL_STATE.connected) return 'the call is not connected';
    const taken = new Set(this.all().flatMap(({ parked }) => (parked?.at === at ? [parked.position] : [])));
    if (position !== undefined && taken.has(position)) return `position ${position} is taken`;
    let free = 1;
    while (taken.has(free)) free += 1;
    leg.parked = { at, by: leg.guid, position: position ?? free };
    this.book.hand(leg, at);
    leg.hw = undefined;
    this.book.move(leg, CALL_STATE.parked, 'update');
    return undefined;
  }

  /** A user takes a ringing or parked call over. */
  pickUp(leg: Leg, user: PbxObject, hw?: string): boolean {
    const isRinging = leg.toUser && phaseOf(leg) === CALL_STATE.alert;
    if (!this.book.has(leg) || !leg.other || (!isRinging && leg.parked === undefined)) return false;
    leg.parked = undefined;
    this.book.hand(leg, user.guid);
    leg.endpoint = endpointOf(user);
    leg.hw = hw ?? this.phones.called(user).hw;
    this.book.move(leg, CALL_STATE.connected, 'x-conn');
    this.book.move(leg.other, CALL_STATE.connected, 'r-conn');
    return true;
  }

  /** The other end goes to a new target; with `obey` its diversion counts. False = no such target. */
  redirect(leg: Leg, target: Target, obey: boolean): boolean {
    const { other } = leg;
    if (!other || !this.routes.exists(target)) return false;
    this.book.end(leg, CALL_STATE.discSent);
    other.other = undefined;
    other.dialled = endpointOfTarget(target);
    this.routes.connectTo(other, target, obey);
    return true;
  }

  /** Joins the other ends of two calls of one user; the second may still ring. */
  transfer(a: Leg, b: Leg): boolean {
    const [one, two] = [a.other, b.other];
    if (!one || !two || a === b || a.guid !== b.guid || phaseOf(a) !== CALL_STATE.connected) return false;
    const isRinging = phaseOf(b) === CALL_STATE.alert && two.toUser;
    if (!isRinging && phaseOf(b) !== CALL_STATE.connected) return false;
    this.book.end(a, CALL_STATE.discSent);
    this.book.end(b, CALL_STATE.discSent);
    this.book.pair(one, two);
    one.dialled = undefined;
    two.dialled = undefined;
    this.book.move(one, isRinging ? CALL_STATE.alert : CALL_STATE.connected, 'update');
    this.book.move(two, isRinging ? CALL_STATE.alert : CALL_STATE.connected, 'update');
    return true;
  }

  /** Sends something to one end: digits, user info. */
  pass(leg: Leg, event: { readonly msg: string; readonly dtmf?: string; readonly info?: readonly JsonObject[] }): void {
    this.book.tell({ leg, ...event });
  }

  /** Power goes off: all calls are gone without a word. */
  reset(): void {
    this.book.reset();
  }
}

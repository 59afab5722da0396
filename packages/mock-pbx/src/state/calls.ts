import { activeDiversion, type DiversionType } from './diversions';
import {
  CALL_FLAG,
  CALL_STATE,
  type CallEvent,
  CAUSE,
  causeInfo,
  type Endpoint,
  endpointOf,
  endpointOfTarget,
  type Leg,
  phaseOf,
  type Target,
} from './legs';
import type { Objects } from './objects';
import type { Phones } from './phones';
import { hexHash } from './random';
import type { JsonObject, PbxObject } from './types';

/** How a call is made. */
export interface CallOptions {
  /** Device of the user that makes it. */
  readonly hw?: string | undefined;
  /** Whether diversions of the target count. */
  readonly obey: boolean;
}

/** Most diversions one after the other, as a network would allow. */
const MAX_HOPS = 5;

/** All calls of one PBX, simulated: local users ring, numbers outside answer by themselves. */
export class Calls {
  private readonly legs = new Set<Leg>();
  private readonly listeners = new Set<(event: CallEvent) => void>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** Users whose phone a connection controls; their calls wait for UserConnect. */
  private readonly controlled = new Map<string, number>();
  private count = 0;

  constructor(
    private readonly objects: Objects,
    private readonly phones: Phones,
    private readonly waits: { readonly answerMs: number; readonly noAnswerMs: number },
    /** Told when a user gets on the phone or off it. */
    private readonly onPhone: (guid: string, on: boolean) => void,
  ) {}

  onEvent(listener: (event: CallEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Marks a user as controlled; the returned function ends it. */
  control(guid: string): () => void {
    this.controlled.set(guid, (this.controlled.get(guid) ?? 0) + 1);
    return () => this.controlled.set(guid, (this.controlled.get(guid) ?? 1) - 1);
  }

  /** Ends of calls that a user has. */
  of(guid: string): Leg[] {
    return [...this.legs].filter((leg) => leg.guid === guid);
  }

  /** Every end of every call. */
  all(): readonly Leg[] {
    return [...this.legs];
  }

  isLive(leg: Leg): boolean {
    return this.legs.has(leg);
  }

  /** A call by a local user from one device. Undefined: the device refuses to make it. */
  originate(user: PbxObject, target: Target, options: CallOptions): Leg | undefined {
    const hw = options.hw ?? this.phones.of(user)[0];
    const behaviour = this.phones.behaviour(user.guid, hw);
    if (behaviour === 'refuses') return undefined;
    const leg = this.leg(user.guid, endpointOf(user), false, undefined);
    leg.hw = hw;
    leg.dialled = endpointOfTarget(target);
    this.tell({ leg, msg: 'x-setup' });
    if (behaviour === 'busy') this.fail(leg, CAUSE.busy);
    else if (behaviour === 'gone') this.fail(leg, CAUSE.outOfOrder);
    else if (behaviour === 'no-answer') this.later(this.waits.noAnswerMs, leg, () => this.fail(leg, CAUSE.noAnswer));
    else if (behaviour === 'works') this.connectTo(leg, target, options.obey);
    return leg;
  }

  /** A call from outside to a local user; diversions count. */
  incoming(user: PbxObject, from: { readonly e164: string; readonly h323?: string; readonly dn?: string }): Leg {
    const { e164, h323, dn } = from;
    const party: Endpoint = { e164, h323: h323 ?? '', ...(dn === undefined ? {} : { dn }) };
    const caller = this.leg(undefined, party, false, undefined);
    caller.dialled = endpointOf(user);
    this.reach(caller, user, true, 0);
    return caller.other ?? caller;
  }

  /** The called end answers, on one device. */
  answer(leg: Leg, hw?: string): boolean {
    const { other } = leg;
    if (!other || !this.legs.has(leg) || phaseOf(leg) !== CALL_STATE.alert || !leg.toUser) return false;
    leg.hw = hw ?? this.answeringDevice(leg);
    this.move(leg, CALL_STATE.connected, 'x-conn');
    this.move(other, CALL_STATE.connected, 'r-conn');
    return true;
  }

  /** One end hangs up. */
  clear(leg: Leg, cause: number): void {
    const { other } = leg;
    this.end(leg, CALL_STATE.discSent);
    if (other && this.legs.has(other)) {
      this.move(other, CALL_STATE.discReceived, 'r-disc', causeInfo(cause));
      this.end(other, CALL_STATE.discReceived);
    }
  }

  /** Holds or retrieves; false = the call is not in the state for it. */
  hold(leg: Leg, on: boolean): boolean {
    const isHeld = (leg.state & CALL_FLAG.hold) !== 0;
    if (phaseOf(leg) !== CALL_STATE.connected || isHeld === on) return false;
    leg.state = on ? leg.state | CALL_FLAG.hold : leg.state & ~CALL_FLAG.hold;
    this.tell({ leg, msg: 'update' });
    if (!leg.other) return true;
    leg.other.state = on ? leg.other.state | CALL_FLAG.held : leg.other.state & ~CALL_FLAG.held;
    this.tell({ leg: leg.other, msg: on ? 'r-held' : 'r-retrieved' });
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
    this.hand(leg, at);
    leg.hw = undefined;
    this.move(leg, CALL_STATE.parked, 'update');
    return undefined;
  }

  /** A user takes a ringing or parked call over. */
  pickUp(leg: Leg, user: PbxObject, hw?: string): boolean {
    const isRinging = leg.toUser && phaseOf(leg) === CALL_STATE.alert;
    if (!this.legs.has(leg) || !leg.other || (!isRinging && leg.parked === undefined)) return false;
    leg.parked = undefined;
    this.hand(leg, user.guid);
    leg.endpoint = endpointOf(user);
    leg.hw = hw ?? this.phones.called(user).hw;
    this.move(leg, CALL_STATE.connected, 'x-conn');
    this.move(leg.other, CALL_STATE.connected, 'r-conn');
    return true;
  }

  /** The other end goes to a new target; with `obey` its diversion counts. False = no such target. */
  redirect(leg: Leg, target: Target, obey: boolean): boolean {
    const { other } = leg;
    if (!other || this.resolve(target) === 'unallocated') return false;
    this.end(leg, CALL_STATE.discSent);
    other.other = undefined;
    other.dialled = endpointOfTarget(target);
    this.connectTo(other, target, obey);
    return true;
  }

  /** Joins the other ends of two calls of one user; the second may still ring. */
  transfer(a: Leg, b: Leg): boolean {
    const [one, two] = [a.other, b.other];
    if (!one || !two || a === b || a.guid !== b.guid || phaseOf(a) !== CALL_STATE.connected) return false;
    const isRinging = phaseOf(b) === CALL_STATE.alert && two.toUser;
    if (!isRinging && phaseOf(b) !== CALL_STATE.connected) return false;
    this.end(a, CALL_STATE.discSent);
    this.end(b, CALL_STATE.discSent);
    this.pair(one, two);
    one.dialled = undefined;
    two.dialled = undefined;
    this.move(one, isRinging ? CALL_STATE.alert : CALL_STATE.connected, 'update');
    this.move(two, isRinging ? CALL_STATE.alert : CALL_STATE.connected, 'update');
    return true;
  }

  /** Sends something to one end: digits, user info. */
  pass(leg: Leg, event: { readonly msg: string; readonly dtmf?: string; readonly info?: readonly JsonObject[] }): void {
    this.tell({ leg, ...event });
  }

  /** Power goes off: all calls are gone without a word. */
  reset(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    const users = new Set([...this.legs].flatMap(({ guid }) => (guid === undefined ? [] : [guid])));
    this.legs.clear();
    for (const guid of users) this.onPhone(guid, false);
  }

  private connectTo(leg: Leg, target: Target, obey: boolean, hops = 0): void {
    const found = this.resolve(target);
    if (found === 'unallocated') this.fail(leg, CAUSE.unallocated);
    else if (isObject(found)) this.reach(leg, found, obey, hops);
    else this.callOutside(leg, found);
  }

  private callOutside(leg: Leg, party: Endpoint): void {
    const behaviour = this.phones.outside(party.e164);
    if (behaviour === 'busy') this.fail(leg, CAUSE.busy);
    else if (behaviour === 'rejects') this.fail(leg, CAUSE.rejected);
    else if (behaviour === 'unallocated') this.fail(leg, CAUSE.unallocated);
    else {
      const far = this.leg(undefined, party, true, leg.conf);
      this.pair(leg, far);
      this.alert(leg, far);
      if (behaviour === 'answers') this.later(this.waits.answerMs, far, () => this.answer(far));
      else if (behaviour === 'no-answer') {
        this.later(this.waits.noAnswerMs, far, () => this.clear(far, CAUSE.noAnswer));
      }
    }
  }

  /** Brings a call to a local user, or to where the user's diversions send it. */
  private reach(caller: Leg, user: PbxObject, obey: boolean, hops: number): void {
    const { behaviour } = this.phones.called(user);
    if (obey && this.divert(caller, user, 'cfu', hops)) return;
    if (behaviour === 'busy') {
      if (!obey || !this.divert(caller, user, 'cfb', hops)) this.fail(caller, CAUSE.busy);
      return;
    }
    if (behaviour === 'gone' || behaviour === 'refuses') {
      this.fail(caller, behaviour === 'gone' ? CAUSE.outOfOrder : CAUSE.rejected);
      return;
    }
    const called = this.leg(user.guid, endpointOf(user), true, caller.conf);
    this.pair(caller, called);
    this.alert(caller, called);
    if (behaviour === 'no-answer') {
      this.later(this.waits.noAnswerMs, called, () => this.unanswered(caller, called, user, obey, hops));
    } else if (behaviour === 'works' && (this.controlled.get(user.guid) ?? 0) === 0) {
      this.later(this.waits.answerMs, called, () => this.answer(called));
    }
  }

  private unanswered(caller: Leg, called: Leg, user: PbxObject, obey: boolean, hops: number): void {
    if (phaseOf(called) !== CALL_STATE.alert || called.other !== caller) return;
    if (!obey || !activeDiversion(this.objects.store, user, 'cfnr')) {
      this.clear(called, CAUSE.noAnswer);
      return;
    }
    this.end(called, CALL_STATE.discSent);
    caller.other = undefined;
    this.divert(caller, user, 'cfnr', hops);
  }

  private divert(caller: Leg, user: PbxObject, type: DiversionType, hops: number): boolean {
    const target = activeDiversion(this.objects.store, user, type);
    if (!target || hops >= MAX_HOPS) return false;
    this.connectTo(caller, target, true, hops + 1);
    return true;
  }

  private alert(caller: Leg, called: Leg): void {
    this.move(called, CALL_STATE.alert, 'x-alert');
    this.move(caller, CALL_STATE.alert, 'r-alert');
  }

  private resolve(target: Target): PbxObject | Endpoint | 'unallocated' {
    const { store } = this.objects;
    const number = target.e164 ?? '';
    const object =
      store.find('cn', target.cn ?? '') ?? store.find('h323', target.h323 ?? '') ?? store.find('e164', number);
    if (object) return object;
    if (number === '') return 'unallocated';
    const { first, end } = store.factory.extensions;
    const isInternal = number.length === String(first).length && Number(number) >= first && Number(number[0]) < 9;
    return isInternal && end > first ? 'unallocated' : { e164: number, h323: '' };
  }

  private answeringDevice(leg: Leg): string | undefined {
    const user = leg.guid === undefined ? undefined : this.objects.store.get(leg.guid);
    return user && this.phones.called(user).hw;
  }

  private leg(guid: string | undefined, endpoint: Endpoint, toUser: boolean, conf: string | undefined): Leg {
    this.count += 1;
    const leg: Leg = {
      id: this.count,
      conf: conf ?? hexHash(`conf:${this.count}`, 32),
      guid,
      hw: undefined,
      endpoint,
      state: CALL_STATE.setup | (toUser ? CALL_FLAG.toUser : 0),
      toUser,
      other: undefined,
      dialled: undefined,
      parked: undefined,
    };
    this.legs.add(leg);
    return leg;
  }

  private pair(a: Leg, b: Leg): void {
    a.other = b;
    b.other = a;
  }

  private hand(leg: Leg, guid: string): void {
    if (leg.guid === guid) return;
    this.tell({ leg, msg: 'del', ended: true });
    leg.guid = guid;
  }

  private move(leg: Leg, state: number, msg: string, info?: readonly JsonObject[]): void {
    leg.state = state | (leg.toUser ? CALL_FLAG.toUser : 0);
    this.tell(info ? { leg, msg, info } : { leg, msg });
  }

  /** The call comes to nothing before anybody was reached. */
  private fail(leg: Leg, cause: number): void {
    if (!this.legs.has(leg)) return;
    this.move(leg, CALL_STATE.discSent, 'r-disc', causeInfo(cause));
    this.end(leg, CALL_STATE.discSent);
  }

  private end(leg: Leg, state: number): void {
    if (!this.legs.has(leg)) return;
    leg.state = state | (leg.toUser ? CALL_FLAG.toUser : 0);
    this.tell({ leg, msg: 'del', ended: true });
    this.legs.delete(leg);
  }

  private later(ms: number, leg: Leg, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (this.legs.has(leg)) action();
    }, ms);
    this.timers.add(timer);
  }

  private tell(event: CallEvent): void {
    for (const listener of this.listeners) listener(event);
    const { guid } = event.leg;
    if (guid === undefined) return;
    const isOn = this.of(guid).some(
      (leg) => phaseOf(leg) === CALL_STATE.connected && !(event.ended === true && leg === event.leg),
    );
    this.onPhone(guid, isOn);
  }
}

function isObject(party: PbxObject | Endpoint): party is PbxObject {
  return typeof party['guid'] === 'string' && 'fields' in party;
}

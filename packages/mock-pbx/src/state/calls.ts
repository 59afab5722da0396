import type { Objects } from './objects';
import { hexHash } from './random';
import { type JsonObject, type PbxObject, text } from './types';

/** Low nibble of a call state (innovaphone SDK, RCC). */
const CALL_STATE = { setup: 1, alert: 4, connected: 5, discSent: 6, discReceived: 7, parked: 8 } as const;
/** Flags above it. The direction is the PBX's: `toUser` marks a call that comes in for the user. */
const CALL_FLAG = { toUser: 128, hold: 256, held: 512 } as const;

/** A party as RCC names it. */
export interface Endpoint extends JsonObject {
  e164: string;
  h323: string;
}

/** One end of a call. */
export interface Leg {
  readonly id: number;
  readonly conf: string;
  /** The local user; undefined for a party outside the PBX. */
  guid: string | undefined;
  endpoint: Endpoint;
  state: number;
  /** Set for the end that was called. */
  readonly toUser: boolean;
  other: Leg | undefined;
}

/** What happened to one end of a call. */
export interface CallEvent {
  readonly leg: Leg;
  /** `x-…`: sent by the user's side as CallInfo shows it, `r-…`: received. */
  readonly msg: string;
  readonly info?: readonly JsonObject[];
  readonly dtmf?: string;
  /** The end is gone. */
  readonly ended?: true;
}

type Target = { readonly e164?: string; readonly h323?: string; readonly cn?: string };

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
    private readonly answerMs: number,
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

  /** A call by a local user. */
  originate(user: PbxObject, target: Target): Leg {
    const leg = this.leg(user.guid, endpointOf(user), false, undefined);
    this.tell({ leg, msg: 'x-setup' });
    this.connectTo(leg, target, false);
    return leg;
  }

  /** A call from outside to a local user. */
  incoming(user: PbxObject, from: { readonly e164: string; readonly h323?: string }): Leg {
    const caller = this.leg(undefined, { e164: from.e164, h323: from.h323 ?? '' }, false, undefined);
    this.ring(caller, user);
    return caller.other ?? caller;
  }

  /** The called end answers. */
  answer(leg: Leg): boolean {
    const { other } = leg;
    if (!other || !this.legs.has(leg) || (leg.state & 15) !== CALL_STATE.alert) return false;
    this.move(leg, CALL_STATE.connected, 'x-conn');
    this.move(other, CALL_STATE.connected, 'r-conn');
    return true;
  }

  /** One end hangs up. */
  clear(leg: Leg, cause: number): void {
    const { other } = leg;
    this.end(leg, CALL_STATE.discSent);
    if (other && this.legs.has(other)) {
      this.move(other, CALL_STATE.discReceived, 'r-disc', [{ type: 'cause', vali: cause, vals: causeText(cause) }]);
      this.end(other, CALL_STATE.discReceived);
    }
  }

  hold(leg: Leg, on: boolean): void {
    leg.state = on ? leg.state | CALL_FLAG.hold : leg.state & ~CALL_FLAG.hold;
    this.tell({ leg, msg: 'update' });
    if (!leg.other) return;
    leg.other.state = on ? leg.other.state | CALL_FLAG.held : leg.other.state & ~CALL_FLAG.held;
    this.tell({ leg: leg.other, msg: on ? 'r-held' : 'r-retrieved' });
  }

  /** Parks the call at a user. */
  park(leg: Leg, at: string): void {
    this.hand(leg, at);
    this.move(leg, CALL_STATE.parked, 'update');
  }

  /** A user takes a ringing or parked call over. */
  pickUp(leg: Leg, user: PbxObject): void {
    this.hand(leg, user.guid);
    leg.endpoint = endpointOf(user);
    this.move(leg, CALL_STATE.connected, 'x-conn');
    if (leg.other) this.move(leg.other, CALL_STATE.connected, 'r-conn');
  }

  /** The other end goes to a new target; with `obey` its diversion counts. False = no such target. */
  redirect(leg: Leg, target: Target, obey: boolean): boolean {
    const { other } = leg;
    if (!other || this.resolve(target, obey) === 'unallocated') return false;
    this.end(leg, CALL_STATE.discSent);
    other.other = undefined;
    this.connectTo(other, target, obey);
    return true;
  }

  /** Joins the other ends of two calls. */
  transfer(a: Leg, b: Leg): boolean {
    const [one, two] = [a.other, b.other];
    if (!one || !two) return false;
    this.end(a, CALL_STATE.discSent);
    this.end(b, CALL_STATE.discSent);
    one.other = two;
    two.other = one;
    this.move(one, CALL_STATE.connected, 'update');
    this.move(two, CALL_STATE.connected, 'update');
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
    this.legs.clear();
  }

  private connectTo(leg: Leg, target: Target, obey: boolean): void {
    const found = this.resolve(target, obey);
    if (found === 'unallocated') {
      leg.other = {
        ...leg,
        guid: undefined,
        endpoint: { e164: target.e164 ?? '', h323: target.h323 ?? '' },
        other: leg,
      };
      this.move(leg, CALL_STATE.discSent, 'r-disc', [{ type: 'cause', vali: 1, vals: causeText(1) }]);
      this.end(leg, CALL_STATE.discSent);
    } else if (isObject(found)) {
      this.ring(leg, found);
    } else {
      const far = this.leg(undefined, found, true, leg.conf);
      this.pair(leg, far);
      this.alert(leg, far);
      this.later(() => this.answer(far));
    }
  }

  private ring(caller: Leg, user: PbxObject): void {
    const called = this.leg(user.guid, endpointOf(user), true, caller.conf);
    this.pair(caller, called);
    this.alert(caller, called);
    if ((this.controlled.get(user.guid) ?? 0) === 0) this.later(() => this.answer(called));
  }

  private alert(caller: Leg, called: Leg): void {
    this.move(called, CALL_STATE.alert, 'x-alert');
    this.move(caller, CALL_STATE.alert, 'r-alert');
  }

  private resolve(target: Target, obey: boolean): PbxObject | Endpoint | 'unallocated' {
    const { store } = this.objects;
    const number = target.e164 ?? '';
    const object =
      store.find('cn', target.cn ?? '') ?? store.find('h323', target.h323 ?? '') ?? store.find('e164', number);
    if (object) return obey ? (this.diverted(object) ?? object) : object;
    if (number === '') return 'unallocated';
    const { first, end } = store.factory.extensions;
    const isInternal = number.length === String(first).length && Number(number) >= first && Number(number[0]) < 9;
    return isInternal && end > first ? 'unallocated' : { e164: number, h323: '' };
  }

  private diverted(object: PbxObject): PbxObject | Endpoint | undefined {
    const list = object.fields['cds'];
    const cfu = Array.isArray(list) ? list.find((each) => (each as JsonObject)['type'] === 'cfu') : undefined;
    const ep = (cfu as JsonObject | undefined)?.['ep'];
    const first = (Array.isArray(ep) ? ep[0] : undefined) as JsonObject | undefined;
    const next = first ? this.resolve({ e164: text(first['e164']), h323: text(first['h323']) }, false) : undefined;
    return next === 'unallocated' ? undefined : next;
  }

  private leg(guid: string | undefined, endpoint: Endpoint, toUser: boolean, conf: string | undefined): Leg {
    this.count += 1;
    const state = CALL_STATE.setup | (toUser ? CALL_FLAG.toUser : 0);
    const leg: Leg = {
      id: this.count,
      conf: conf ?? hexHash(`conf:${this.count}`, 32),
      guid,
      endpoint,
      state,
      toUser,
      other: undefined,
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

  private end(leg: Leg, state: number): void {
    if (!this.legs.has(leg)) return;
    leg.state = state | (leg.toUser ? CALL_FLAG.toUser : 0);
    this.tell({ leg, msg: 'del', ended: true });
    this.legs.delete(leg);
  }

  private later(action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, this.answerMs);
    this.timers.add(timer);
  }

  private tell(event: CallEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

function endpointOf(object: PbxObject): Endpoint {
  const { e164, h323, cn, dn } = object.fields;
  return { e164: text(e164), h323: text(h323), cn: text(cn), dn: text(dn) };
}

function isObject(party: PbxObject | Endpoint): party is PbxObject {
  return typeof party['guid'] === 'string' && 'fields' in party;
}

function causeText(cause: number): string {
  if (cause === 1) return 'Unallocated (unassigned) number';
  return cause === 16 ? 'Normal call clearing' : `Cause ${cause}`;
}

import { CALL_FLAG, CALL_STATE, type CallEvent, causeInfo, type Endpoint, type Leg, phaseOf } from './legs';
import { hexHash } from './random';
import type { JsonObject } from './types';

/** The ends of all calls of one PBX, what happens to them, and who is told. */
export class LegBook {
  private readonly legs = new Set<Leg>();
  private readonly listeners = new Set<(event: CallEvent) => void>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private count = 0;

  /** `onPhone` is told when a user gets on the phone or off it. */
  constructor(private readonly onPhone: (guid: string, on: boolean) => void) {}

  onEvent(listener: (event: CallEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends of calls that a user has. */
  of(guid: string): Leg[] {
    return [...this.legs].filter((leg) => leg.guid === guid);
  }

  /** Every end of every call. */
  all(): readonly Leg[] {
    return [...this.legs];
  }

  has(leg: Leg): boolean {
    return this.legs.has(leg);
  }

  /** Power goes off: all calls are gone without a word. */
  reset(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    const users = new Set([...this.legs].flatMap(({ guid }) => (guid === undefined ? [] : [guid])));
    this.legs.clear();
    for (const guid of users) this.onPhone(guid, false);
  }

  /** A new end; `conf` is that of the call it belongs to. */
  add(guid: string | undefined, endpoint: Endpoint, toUser: boolean, conf: string | undefined): Leg {
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

  /** Makes two ends one call. */
  pair(a: Leg, b: Leg): void {
    a.other = b;
    b.other = a;
  }

  /** Gives an end to another user. */
  hand(leg: Leg, guid: string): void {
    if (leg.guid === guid) return;
    this.tell({ leg, msg: 'del', ended: true });
    leg.guid = guid;
  }

  /** Brings an end into a state; hold and held are over. */
  move(leg: Leg, state: number, msg: string, info?: readonly JsonObject[]): void {
    leg.state = state | (leg.toUser ? CALL_FLAG.toUser : 0);
    this.tell(info ? { leg, msg, info } : { leg, msg });
  }

  /** The call comes to nothing before anybody was reached. */
  fail(leg: Leg, cause: number): void {
    if (!this.legs.has(leg)) return;
    this.move(leg, CALL_STATE.discSent, 'r-disc', causeInfo(cause));
    this.end(leg, CALL_STATE.discSent);
  }

  /** Ends one end; its other one is the caller's business. */
  end(leg: Leg, state: number): void {
    if (!this.legs.has(leg)) return;
    leg.state = state | (leg.toUser ? CALL_FLAG.toUser : 0);
    this.tell({ leg, msg: 'del', ended: true });
    this.legs.delete(leg);
  }

  /** Does something later, unless the end is gone by then. */
  later(ms: number, leg: Leg, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (this.legs.has(leg)) action();
    }, ms);
    this.timers.add(timer);
  }

  /** Tells an event, and whether the user is on the phone now. */
  tell(event: CallEvent): void {
    for (const listener of this.listeners) listener(event);
    const { guid } = event.leg;
    if (guid === undefined) return;
    const isOn = this.of(guid).some(
      (leg) => phaseOf(leg) === CALL_STATE.connected && !(event.ended === true && leg === event.leg),
    );
    this.onPhone(guid, isOn);
  }
}

import { activeDiversion, type DiversionType } from './diversions';
import type { LegBook } from './leg-book';
import { CALL_STATE, CAUSE, causeInfo, type Endpoint, endpointOf, type Leg, phaseOf, type Target } from './legs';
import type { Objects } from './objects';
import type { Phones } from './phones';
import type { PbxObject } from './types';

/** Milliseconds until somebody answers, and until nobody did. */
export interface CallWaits {
  readonly answerMs: number;
  readonly noAnswerMs: number;
}

/** Most diversions one after the other, as a network would allow. */
const MAX_HOPS = 5;

/** The way of a call to whom it wants to reach: users and their diversions, numbers outside. */
export class CallRoutes {
  /** Users whose phone a connection controls; their calls wait for UserConnect. */
  private readonly controlled = new Map<string, number>();

  constructor(
    private readonly objects: Objects,
    private readonly phones: Phones,
    private readonly book: LegBook,
    private readonly waits: CallWaits,
  ) {}

  /** Marks a user as controlled; the returned function ends it. */
  control(guid: string): () => void {
    this.controlled.set(guid, (this.controlled.get(guid) ?? 0) + 1);
    return () => this.controlled.set(guid, (this.controlled.get(guid) ?? 1) - 1);
  }

  /** Whether there is such a target. */
  exists(target: Target): boolean {
    return this.resolve(target) !== 'unallocated';
  }

  /** The called end answers, on one device. */
  answer(leg: Leg, hw?: string): boolean {
    const { other } = leg;
    if (!other || !this.book.has(leg) || phaseOf(leg) !== CALL_STATE.alert || !leg.toUser) return false;
    leg.hw = hw ?? this.answeringDevice(leg);
    this.book.move(leg, CALL_STATE.connected, 'x-conn');
    this.book.move(other, CALL_STATE.connected, 'r-conn');
    return true;
  }

  /** One end hangs up. */
  clear(leg: Leg, cause: number): void {
    const { other } = leg;
    this.book.end(leg, CALL_STATE.discSent);
    if (other && this.book.has(other)) {
      this.book.move(other, CALL_STATE.discReceived, 'r-disc', causeInfo(cause));
      this.book.end(other, CALL_STATE.discReceived);
    }
  }

  /** Brings a call to its target; with `obey` diversions count. */
  connectTo(leg: Leg, target: Target, obey: boolean, hops = 0): void {
    const found = this.resolve(target);
    if (found === 'unallocated') this.book.fail(leg, CAUSE.unallocated);
    else if (isObject(found)) this.reach(leg, found, obey, hops);
    else this.callOutside(leg, found);
  }

  private callOutside(leg: Leg, party: Endpoint): void {
    const behaviour = this.phones.outside(party.e164);
    if (behaviour === 'busy') this.book.fail(leg, CAUSE.busy);
    else if (behaviour === 'rejects') this.book.fail(leg, CAUSE.rejected);
    else if (behaviour === 'unallocated') this.book.fail(leg, CAUSE.unallocated);
    else {
      const far = this.book.add(undefined, party, true, leg.conf);
      this.book.pair(leg, far);
      this.alert(leg, far);
      if (behaviour === 'answers') this.book.later(this.waits.answerMs, far, () => this.answer(far));
      else if (behaviour === 'no-answer') {
        this.book.later(this.waits.noAnswerMs, far, () => this.clear(far, CAUSE.noAnswer));
      }
    }
  }

  /** Brings a call to a local user, or to where the user's diversions send it. */
  reach(caller: Leg, user: PbxObject, obey: boolean, hops: number): void {
    const { behaviour } = this.phones.called(user);
    if (obey && this.divert(caller, user, 'cfu', hops)) return;
    if (behaviour === 'busy') {
      if (!obey || !this.divert(caller, user, 'cfb', hops)) this.book.fail(caller, CAUSE.busy);
      return;
    }
    if (behaviour === 'gone' || behaviour === 'refuses') {
      this.book.fail(caller, behaviour === 'gone' ? CAUSE.outOfOrder : CAUSE.rejected);
      return;
    }
    const called = this.book.add(user.guid, endpointOf(user), true, caller.conf);
    this.book.pair(caller, called);
    this.alert(caller, called);
    if (behaviour === 'no-answer') {
      this.book.later(this.waits.noAnswerMs, called, () => this.unanswered(caller, called, user, obey, hops));
    } else if (behaviour === 'works' && (this.controlled.get(user.guid) ?? 0) === 0) {
      this.book.later(this.waits.answerMs, called, () => this.answer(called));
    }
  }

  private unanswered(caller: Leg, called: Leg, user: PbxObject, obey: boolean, hops: number): void {
    if (phaseOf(called) !== CALL_STATE.alert || called.other !== caller) return;
    if (!obey || !activeDiversion(this.objects.store, user, 'cfnr')) {
      this.clear(called, CAUSE.noAnswer);
      return;
    }
    this.book.end(called, CALL_STATE.discSent);
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
    this.book.move(called, CALL_STATE.alert, 'x-alert');
    this.book.move(caller, CALL_STATE.alert, 'r-alert');
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
}

function isObject(party: PbxObject | Endpoint): party is PbxObject {
  return typeof party['guid'] === 'string' && 'fields' in party;
}

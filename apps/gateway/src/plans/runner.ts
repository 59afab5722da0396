import type { AuditLog } from '../audit/port';
import { type Database, systemScope, type Tx } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import type { GatewayBus } from '../events';
import type { FleetReader, FleetWriter } from '../fleet/port';
import type { Logger } from '../observability/logger-port';
import { type Clock, pause } from '../snapshots/clock';
import type { PbxRef } from '../snapshots/record';
import type { Recorded } from '../snapshots/follower';
import type { Snapshots } from '../snapshots/snapshots';
import { type Conflict, decideWrite, desiredOf, differsFromWritten, nameTaken, settle } from './decide';
import { conflictOutcome, failed, settledOutcome } from './endings';
import { type Fields, sameValue } from './fields';
import { type FinalOutcome, finishOperation, writtenFields } from './outcome';
import {
  addressOf,
  type PatientRead,
  type PlanTimings,
  readOnce,
  readPatiently,
  sendWrite,
  type FoundObject,
} from './pbx-access';
import {
  lockConfirmed,
  nextPlan,
  type OperationRecord,
  passwordOwner,
  type StoredPlan,
  updateOperation,
  updatePlan,
} from './store';

export interface RunnerDeps {
  db: Database;
  fleet: FleetReader & FleetWriter;
  bus: GatewayBus;
  audit: AuditLog;
  secrets: SecretBox;
  snapshots: Snapshots;
  logger: Logger;
  clock: Clock;
  timings: PlanTimings;
  /** Called with the state of every operation that ended. */
  onSettled: (state: OperationRecord['state']) => void;
}

/** `wait`: nothing can be done before the PBX is back. */
type Step = 'go-on' | 'wait';

interface Ended {
  /** Undefined when somebody else had ended the operation, or it is gone. */
  recorded: Recorded | undefined;
}

const uniqueNames = [
  ['name', 'h323'],
  ['longName', 'cn'],
] as const;

/**
 * Carries out the confirmed plans of one PBX, one operation after the other: read, compare with what the plan was made
 * from, record that the write is about to leave, write once, read back, record. It can be killed at any point; what was
 * sent and not recorded is settled by reading the PBX.
 */
export class PlanRunner {
  readonly #abort = new AbortController();
  #wanted = false;
  #running: Promise<void> | undefined;
  #cancelReminder: (() => void) | undefined;
  /** Operations whose readings found nothing done yet, and how often. */
  readonly #looks = new Map<string, number>();

  constructor(
    private readonly deps: RunnerDeps,
    private readonly pbx: PbxRef,
  ) {}

  /** There may be something to do. */
  kick(): void {
    if (this.#abort.signal.aborted) return;
    this.#wanted = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
      if (this.#wanted) this.kick();
    });
  }

  /** Begins nothing new and resolves when the write under way is recorded. */
  async drain(): Promise<void> {
    this.#abort.abort(new Error('the gateway is stopping'));
    this.#cancelReminder?.();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (this.#wanted && !this.#abort.signal.aborted) {
      this.#wanted = false;
      try {
        await this.#work();
      } catch (error) {
        this.deps.logger.error(
          { ...this.pbx, error },
          'carrying out a plan was interrupted; going on from what is recorded',
        );
        await pause(this.deps.clock, this.deps.timings.retryMs, this.#abort.signal);
        this.#wanted = !this.#abort.signal.aborted;
      }
    }
  }

  async #work(): Promise<void> {
    while (!this.#abort.signal.aborted && this.#online()) {
      const stored = await this.#tx((tx) => nextPlan(tx, this.pbx.pbxId));
      if (!stored) return;
      if ((await this.#step(stored)) === 'wait') break;
    }
    // The link is up and yet nothing could be done: look again later, because no `ready` will come to remind us.
    if (this.#online() && !this.#abort.signal.aborted) this.#remind();
  }

  #remind(): void {
    this.#cancelReminder?.();
    this.#cancelReminder = this.deps.clock.after(this.deps.timings.remindMs, () => this.kick());
  }

  async #step(stored: StoredPlan): Promise<Step> {
    const sent = stored.operations.find(({ state }) => ['applying', 'applied', 'unknown'].includes(state));
    if (sent) return await this.#settle(stored, sent);
    const next = stored.operations.find(({ state }) => state === 'pending');
    if (next) return await this.#execute(stored, next);
    const verified = stored.operations.every(({ state }) => state === 'verified');
    const endedAt = this.#now();
    await this.#tx((tx) => updatePlan(tx, stored.plan.id, { state: verified ? 'verified' : 'stopped', endedAt }));
    this.#planChanged(stored);
    return 'go-on';
  }

  async #execute(stored: StoredPlan, operation: OperationRecord): Promise<Step> {
    const blocked = operation.dependsOn.some(
      (position) => stored.operations.find((each) => each.position === position)?.state !== 'verified',
    );
    if (blocked) return await this.#end(stored, operation, failed('dependency-missing'));
    const { signal } = this.#abort;
    const epoch = this.deps.fleet.epoch(this.pbx.pbxId);
    if (epoch === undefined) return 'wait';
    const read =
      operation.action === 'create'
        ? ({ kind: 'read', object: undefined } as const)
        : await readPatiently(this.deps, this.pbx.pbxId, addressOf(operation), signal);
    if (read.kind === 'away') return 'wait';
    if (read.kind === 'failed') return await this.#end(stored, operation, failed('read-failed', { text: read.text }));
    const live = read.object;
    const taken = await this.#nameConflict(operation, live);
    if (taken === 'away') return 'wait';
    if (taken?.kind === 'failed') {
      return await this.#end(stored, operation, failed('read-failed', { text: taken.text }));
    }
    const decision = taken ?? decideWrite(operation, live);
    switch (decision.kind) {
      case 'already':
        return await this.#end(stored, operation, { state: 'verified', live });
      case 'conflict':
        return await this.#end(stored, operation, conflictOutcome(decision, live));
      case 'write':
        return await this.#write(stored, operation, epoch, live, decision);
    }
  }

  async #write(
    stored: StoredPlan,
    operation: OperationRecord,
    epoch: number,
    live: FoundObject | undefined,
    decision: { fields: string[]; password: boolean },
  ): Promise<Step> {
    const password = decision.password ? await this.#openPassword(operation) : undefined;
    if (decision.password && password === undefined) {
      return await this.#end(stored, operation, failed('password-lost'));
    }
    if (this.#abort.signal.aborted) return 'wait';
    const at = this.#now();
    const begun = await this.#tx(async (tx) => {
      if (!(await lockConfirmed(tx, stored.plan.id))) return false;
      await updatePlan(tx, stored.plan.id, { state: 'running' });
      return await updateOperation(tx, operation.id, ['pending'], { state: 'applying', startedAt: at, sentAt: at });
    });
    if (!begun) return 'go-on';
    this.trackOwnWrite(operation);
    this.#planChanged(stored);
    const outcome = await sendWrite(this.deps, operation, epoch, live, decision.fields, password);
    switch (outcome.kind) {
      case 'refused':
        return await this.#end(stored, operation, failed('pbx-refused', { text: outcome.text }));
      case 'not-sent':
        await this.#tx((tx) => updateOperation(tx, operation.id, ['applying'], { state: 'pending', sentAt: null }));
        this.#forgetOwnWrite(operation);
        this.#planChanged(stored);
        return 'wait';
      case 'unknown':
        await this.#becomeUnknown(stored, operation, outcome.reason);
        return 'go-on';
      case 'answered':
        return await this.#readBack(stored, { ...operation, objectGuid: operation.objectGuid ?? outcome.guid ?? null });
    }
  }

  async #readBack(stored: StoredPlan, operation: OperationRecord): Promise<Step> {
    const applied = { state: 'applied', objectGuid: operation.objectGuid } as const;
    await this.#tx((tx) => updateOperation(tx, operation.id, ['applying'], applied));
    this.#planChanged(stored);
    let unread: string | undefined;
    const ended = await this.deps.snapshots.exclusive(this.pbx, async () => {
      let live: FoundObject | undefined;
      try {
        live = await readOnce(this.deps, this.pbx.pbxId, addressOf(operation));
      } catch (error) {
        unread = error instanceof Error ? error.message : 'unknown error';
        return undefined;
      }
      const differing = differsFromWritten(operation, live);
      const outcome: FinalOutcome =
        differing.length === 0
          ? { state: 'verified', live }
          : { ...failed('read-back-differs', { fields: differing.join(', ') }), live };
      return await this.#commit(stored, operation, outcome);
    });
    if (unread === undefined) return this.#announce(stored, operation, ended);
    await this.#becomeUnknown(stored, operation, 'not-read-back');
    return 'go-on';
  }

  /** Reads the truth about a write whose outcome is unknown. Never writes. */
  async #settle(stored: StoredPlan, operation: OperationRecord): Promise<Step> {
    if (operation.state !== 'unknown') await this.#becomeUnknown(stored, operation, 'gateway-restart');
    this.trackOwnWrite(operation);
    const { settlePausesMs } = this.deps.timings;
    const looks = this.#looks.get(operation.id) ?? 0;
    const isLast = looks + 1 >= settlePausesMs.length;
    // The PBX may still be at it, also after the link flapped or we were restarted: then a look that finds nothing done
    // does not decide, but the last, which comes after the write's deadline.
    const mayCome = this.#mayComeFor(operation);
    const unanswered = operation.reason?.key === 'no-answer';
    const patient = unanswered || mayCome > 0;
    const wait = Math.max(settlePausesMs[unanswered ? looks : looks - 1] ?? 0, isLast ? mayCome : 0);
    if (wait > 0) await pause(this.deps.clock, wait, this.#abort.signal);
    if (this.#abort.signal.aborted) return 'wait';
    this.#looks.set(operation.id, looks + 1);
    const ended = await this.deps.snapshots.exclusive(this.pbx, async () => {
      const live = await this.#look(operation);
      if (live === 'unreadable') return undefined;
      const settled = settle(operation, live);
      if (settled.kind === 'not-carried-out' && patient && !isLast) return undefined;
      return await this.#commit(stored, operation, settledOutcome(settled, live));
    });
    if (ended) return this.#announce(stored, operation, ended);
    if (!isLast && this.#online()) return 'go-on';
    // It stays unknown; the next connection, or a later look, begins anew.
    this.#looks.delete(operation.id);
    return 'wait';
  }

  /** Milliseconds until the deadline of a write that was sent. */
  #mayComeFor({ sentAt }: OperationRecord): number {
    return sentAt === null ? 0 : sentAt.getTime() + this.deps.timings.writeDeadlineMs - this.deps.clock.now();
  }

  async #look(operation: OperationRecord): Promise<FoundObject | undefined | 'unreadable'> {
    try {
      return await readOnce(this.deps, this.pbx.pbxId, addressOf(operation), this.#abort.signal);
    } catch (error) {
      this.deps.logger.warn(
        { ...this.pbx, operationId: operation.id, error },
        'an unknown outcome could not be read yet',
      );
      return 'unreadable';
    }
  }

  /**
   * The conflict when another object already has the Name or Long Name that this operation gives. A name that cannot be
   * looked up is not free: what a PBX makes of a second object of a name is not documented.
   */
  async #nameConflict(
    operation: OperationRecord,
    live: FoundObject | undefined,
  ): Promise<'away' | Extract<PatientRead, { kind: 'failed' }> | Conflict | undefined> {
    if (operation.objectKind !== 'app' || operation.action === 'delete') return undefined;
    const base = (operation.base ?? {}) as Fields;
    for (const [field, key] of uniqueNames) {
      const wanted = desiredOf(operation)[field];
      if (typeof wanted !== 'string' || wanted === '' || sameValue(base[field], wanted)) continue;
      const address = key === 'cn' ? { cn: wanted } : { h323: wanted };
      const read = await readPatiently(this.deps, this.pbx.pbxId, address, this.#abort.signal);
      if (read.kind === 'away') return 'away';
      if (read.kind === 'failed') return read;
      if (read.object && read.object.guid !== live?.guid) {
        return nameTaken(operation, field, read.object);
      }
    }
    return undefined;
  }

  async #becomeUnknown(stored: StoredPlan, operation: OperationRecord, key: string): Promise<void> {
    const set = { state: 'unknown', reason: { key, params: {} }, objectGuid: operation.objectGuid } as const;
    await this.#tx((tx) => updateOperation(tx, operation.id, ['applying', 'applied'], set));
    this.#planChanged(stored);
    await this.deps.snapshots.refreshSync(this.pbx);
  }

  async #end(stored: StoredPlan, operation: OperationRecord, outcome: FinalOutcome): Promise<Step> {
    const ended = await this.deps.snapshots.exclusive(this.pbx, () => this.#commit(stored, operation, outcome));
    return this.#announce(stored, operation, ended);
  }

  /** Everything that the end of an operation means, in one transaction; inside `exclusive`. */
  async #commit(stored: StoredPlan, operation: OperationRecord, outcome: FinalOutcome): Promise<Ended> {
    const { audit, snapshots } = this.deps;
    const recorded = await this.#tx(async (tx) => {
      const objects = await finishOperation(tx, audit, stored.plan, operation, outcome, this.#now());
      return objects && (await snapshots.record(tx, this.pbx, objects));
    });
    this.#forgetOwnWrite(operation);
    if (recorded) this.deps.onSettled(outcome.state);
    return { recorded };
  }

  #announce(stored: StoredPlan, operation: OperationRecord, ended: Ended | undefined): Step {
    this.#looks.delete(operation.id);
    if (ended?.recorded) this.deps.snapshots.announce(this.pbx, ended.recorded);
    this.deps.bus.emit('activity.added', this.pbx);
    this.#planChanged(stored);
    return 'go-on';
  }

  /** From just before the frame leaves until the outcome is recorded, what we write is not somebody else's change. */
  trackOwnWrite(operation: OperationRecord): void {
    const desired = desiredOf(operation);
    const name = desired.name;
    this.deps.snapshots.ownWrites.add({
      operationId: operation.id,
      pbxId: operation.pbxId,
      guid: operation.objectGuid ?? undefined,
      createdName: operation.action === 'create' && typeof name === 'string' ? name : undefined,
      values: Object.fromEntries(writtenFields(operation).map((field) => [field, desired[field] ?? ''])),
      deletes: operation.action === 'delete',
    });
  }

  #forgetOwnWrite(operation: OperationRecord): void {
    this.deps.snapshots.ownWrites.remove(operation.pbxId, operation.id);
  }

  /** Undefined when it was erased or cannot be opened (the key-encryption key changed): the person plans anew. */
  async #openPassword(operation: OperationRecord): Promise<string | undefined> {
    const { sealedSecret: sealed, dataKeyId } = operation;
    if (sealed === null || dataKeyId === null) return undefined;
    try {
      return await this.deps.secrets.open({ sealed, dataKeyId }, passwordOwner(operation));
    } catch (error) {
      this.deps.logger.error({ ...this.pbx, operationId: operation.id, error }, 'a sealed password cannot be opened');
      return undefined;
    }
  }

  #planChanged({ plan }: StoredPlan): void {
    this.deps.bus.emit('plan.changed', { planId: plan.id, ...this.pbx });
    this.deps.bus.emit('pbx.changed', { ...this.pbx, what: 'row' });
  }

  #online(): boolean {
    return this.deps.fleet.epoch(this.pbx.pbxId) !== undefined;
  }

  #now(): Date {
    return new Date(this.deps.clock.now());
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.deps.db.inScope(systemScope, work);
  }
}

import { AppError } from '@switchroom/contracts';
import { DeleteObject, ProtocolError, UpdateObject } from '@switchroom/protocol';
import type { FleetReader, FleetWriter } from '../fleet/port';
import { type ObjectAddress, readWireObject } from '../snapshots/read-objects';
import { type Clock, pause } from '../snapshots/clock';
import type { WireObject } from './fields';
import type { OperationRecord } from './store';
import { createMessage, updateMessage } from './wire';
import { desiredOf } from './decide';

/** All in milliseconds. */
export interface PlanTimings {
  readDeadlineMs: number;
  writeDeadlineMs: number;
  /** Pauses before a PBX that is there but did not answer is read again; after the last one the last reading counts. */
  settlePausesMs: readonly number[];
  /** Pause after the database could not be reached. */
  retryMs: number;
  /** Pause before a PBX that is there but of no use is tried again. */
  remindMs: number;
}

export const defaultPlanTimings: PlanTimings = {
  readDeadlineMs: 10_000,
  writeDeadlineMs: 15_000,
  settlePausesMs: [1000, 3000, 9000],
  retryMs: 5000,
  remindMs: 60_000,
};

export type FoundObject = WireObject & { guid: string };

/** The outcome of a read that may wait: `away` = the link is down, the next `ready` goes on from here. */
export type PatientRead =
  | { kind: 'read'; object: FoundObject | undefined }
  | { kind: 'away' }
  | { kind: 'failed'; text: string };

/** How a write ended. `not-sent` and `refused` are certain, `unknown` is not. */
export type WriteOutcome =
  | { kind: 'answered'; guid: string | undefined }
  | { kind: 'refused'; text: string }
  | { kind: 'not-sent' }
  | { kind: 'unknown'; reason: 'no-answer' | 'link-lost' };

interface AccessDeps {
  fleet: FleetReader & FleetWriter;
  clock: Clock;
  timings: PlanTimings;
}

/** How a plan finds the object of an operation: created ones by Name until their guid is known. */
export function addressOf(operation: OperationRecord): ObjectAddress {
  if (operation.objectGuid !== null) return { guid: operation.objectGuid };
  const { name } = desiredOf(operation);
  return { h323: typeof name === 'string' ? name : operation.objectName };
}

/** Reads an object, again after growing pauses while the PBX is there but does not answer. Reading has no side effect. */
export async function readPatiently(
  deps: AccessDeps,
  pbxId: string,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<PatientRead> {
  let text = '';
  for (const wait of [0, ...deps.timings.settlePausesMs]) {
    if (wait > 0) await pause(deps.clock, wait, signal);
    if (signal.aborted) return { kind: 'away' };
    try {
      return { kind: 'read', object: await readOnce(deps, pbxId, address, signal) };
    } catch (error) {
      if (signal.aborted || isAway(error)) return { kind: 'away' };
      text = errorText(error);
    }
  }
  return { kind: 'failed', text };
}

/** Reads an object within the plans' own deadline. Rejects with AppError `pbx-*`. */
export async function readOnce(
  deps: AccessDeps,
  pbxId: string,
  address: ObjectAddress,
  signal?: AbortSignal,
): Promise<FoundObject | undefined> {
  const { readDeadlineMs: deadlineMs } = deps.timings;
  return await readWireObject(deps.fleet, pbxId, address, signal ? { deadlineMs, signal } : { deadlineMs });
}

/** Sends the write of an operation, once. `live` is the object as it was read just before, in `epoch`. */
export async function sendWrite(
  deps: AccessDeps,
  operation: OperationRecord,
  epoch: number,
  live: WireObject | undefined,
  fields: readonly string[],
  password: string | undefined,
): Promise<WriteOutcome> {
  const { fleet, timings } = deps;
  const options = { deadlineMs: timings.writeDeadlineMs, epoch };
  try {
    if (operation.action === 'delete') {
      await fleet.write(operation.pbxId, DeleteObject, { guid: operation.objectGuid ?? '' }, options);
      return { kind: 'answered', guid: undefined };
    }
    const desired = desiredOf(operation);
    const message =
      operation.action === 'create'
        ? createMessage(desired, password ?? '')
        : updateMessage(operation.objectKind, live ?? {}, desired, fields, password);
    const { guid } = await fleet.write(operation.pbxId, UpdateObject, message, options);
    return { kind: 'answered', guid: guid === '' ? undefined : guid };
  } catch (error) {
    return outcomeOf(error, fleet.epoch(operation.pbxId) === epoch);
  }
}

/** Only what certainly did not happen is called so; every error that is not known for that leaves the outcome unknown. */
function outcomeOf(error: unknown, sameLink: boolean): WriteOutcome {
  if (error instanceof AppError) {
    if (error.code === 'pbx-offline') return { kind: 'not-sent' };
    if (error.code === 'pbx-refused' || error.code === 'pbx-api-not-granted') {
      return { kind: 'refused', text: errorText(error) };
    }
    // The frame could not be made, so nothing left.
    if (error.cause instanceof ProtocolError) return { kind: 'refused', text: error.cause.message };
  }
  return { kind: 'unknown', reason: sameLink ? 'no-answer' : 'link-lost' };
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'pbx-offline' || error.code === 'pbx-outcome-unknown');
}

/** The PBX's own words where it said some. */
function errorText(error: unknown): string {
  if (error instanceof AppError) return String(error.params?.text ?? error.code);
  return error instanceof Error ? error.message : 'unknown error';
}

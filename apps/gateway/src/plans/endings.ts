import type { Conflict, Settlement } from './decide';
import type { FinalOutcome } from './outcome';
import type { FoundObject } from './pbx-access';

/** A failed operation; `key` and `params` name the reason in the portal's catalogue. */
export function failed(key: string, params: Record<string, string> = {}): FinalOutcome {
  return { state: 'failed', reason: { key, params } };
}

/** What the truth about a write whose answer never came means for its operation. */
export function settledOutcome(settled: Settlement, live: FoundObject | undefined): FinalOutcome {
  switch (settled.kind) {
    case 'verified':
      return { state: 'verified', live };
    case 'not-carried-out':
      return { ...failed('not-carried-out'), live };
    case 'differs':
      return { ...failed('read-back-differs', { fields: settled.fields.join(', ') }), live };
    case 'cannot-be-read':
      return { state: 'unknown', reason: { key: 'cannot-be-read', params: {} }, live };
    case 'conflict':
      return conflictOutcome(settled, live);
  }
}

/** An operation that was not carried out because its object is not as expected. */
export function conflictOutcome({ conflicts, reason }: Conflict, live: FoundObject | undefined): FinalOutcome {
  const params = { fields: conflicts.map(({ field }) => field).join(', ') };
  return { state: 'conflict', reason: { key: reason, params }, conflicts, live };
}

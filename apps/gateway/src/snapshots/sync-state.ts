import type { SyncState } from '@switchroom/contracts';

/** What the sync fact of a PBX is computed from. */
export interface SyncFacts {
  online: boolean;
  /** The objects have been read at least once. */
  read: boolean;
  /** Operations that may have been carried out without our knowing. */
  unknownOperations: number;
  /** Operations in conflict whose plan no later one has superseded. */
  conflicts: number;
  /** Objects of which somebody else changed or deleted something that we had applied. */
  driftedObjects: number;
}

/** Unknown goes before everything, because then the other facts are guesses; a conflict waits for a person, so it goes before drift. */
export function computeSyncState(facts: SyncFacts): SyncState {
  if (!facts.online || !facts.read || facts.unknownOperations > 0) return 'unknown';
  if (facts.conflicts > 0) return 'conflict';
  return facts.driftedObjects > 0 ? 'drifted' : 'in-sync';
}

import type { FieldChange, OperationView, PlanView } from '@switchroom/contracts';
import type { DiffEntry } from '@switchroom/ui/components/diff-view';

/** Words that a diff needs, from the catalogue. */
export interface DiffWords {
  field: (name: string) => string;
  value: (value: string | undefined) => string | undefined;
}

/** The changed fields of an operation as lines of a diff. */
export function diffEntries(changes: readonly FieldChange[], words: DiffWords): DiffEntry[] {
  return changes.map((change): DiffEntry => {
    const line = { id: change.field, field: words.field(change.field), nativeName: change.wire };
    switch (change.kind) {
      case 'value':
        return { ...line, kind: 'value', before: words.value(change.from), after: words.value(change.to) };
      case 'set':
        return { ...line, kind: 'set', added: change.added, removed: change.removed };
      case 'secret':
        return { ...line, kind: 'secret' };
    }
  });
}

/** Objects of a plan: an object that two operations touch counts once. */
export function objectCount(operations: readonly OperationView[]): number {
  return new Set(
    operations.map(({ objectKind, objectGuid, objectName }) => `${objectKind}:${objectGuid ?? objectName}`),
  ).size;
}

/** What a person can do with a plan now. */
export function planActions(plan: Pick<PlanView, 'state' | 'operations'>): {
  confirm: boolean;
  discard: boolean;
  stop: boolean;
  retry: boolean;
} {
  const untouched = plan.operations.every(({ state }) => state === 'pending' || state === 'conflict');
  const waiting = plan.operations.some(({ state }) => state === 'unknown');
  return {
    confirm: plan.state === 'open',
    discard: plan.state === 'open' || (plan.state === 'queued' && untouched),
    // What was sent cannot be taken back; what was not tried yet can be left out, also when the PBX stays away.
    stop:
      (plan.state === 'queued' || plan.state === 'running') &&
      !untouched &&
      plan.operations.some(({ state }) => state === 'pending'),
    // While an outcome is unknown nothing new is planned: the PBX has to be read first.
    retry: plan.state === 'stopped' && !waiting,
  };
}

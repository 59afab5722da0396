/** What must be known of a link to tell whether it is the wanted one. */
interface Versioned {
  readonly pbxId: string;
  readonly version: number;
}

export interface Difference<T extends Versioned> {
  readonly add: readonly T[];
  readonly replace: readonly T[];
  readonly remove: readonly string[];
}

/**
 * What makes running links equal to the wanted rows. Pure; applied and computed again it is empty. A row whose version
 * moved is replaced, so changed credentials take effect at once. Of rows with the same id the last one counts.
 */
export function reconcile<T extends Versioned>(
  running: ReadonlyMap<string, { readonly version: number }>,
  wanted: readonly T[],
): Difference<T> {
  const byId = new Map(wanted.map((target) => [target.pbxId, target]));
  const targets = [...byId.values()];
  return {
    add: targets.filter(({ pbxId }) => !running.has(pbxId)),
    replace: targets.filter(({ pbxId, version }) => {
      const now = running.get(pbxId);
      return now !== undefined && now.version !== version;
    }),
    remove: [...running.keys()].filter((pbxId) => !byId.has(pbxId)),
  };
}

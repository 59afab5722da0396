import { type FieldValue, sameValue } from './fields';

/** One write of ours that may show up as a change of the PBX. */
export interface OwnWrite {
  operationId: string;
  pbxId: string;
  /** Unknown for a create until the PBX has told or shown it. */
  guid: string | undefined;
  /** The Name (h323) of an object that is being created. */
  createdName: string | undefined;
  /** Values we wrote, by our field name. */
  values: Readonly<Record<string, FieldValue>>;
  deletes: boolean;
}

/**
 * The writes that are under way: from just before the frame leaves until their outcome is recorded. A change read from a
 * PBX that one of these explains is ours; everything else came from outside.
 */
export class OwnWrites {
  readonly #byPbx = new Map<string, Map<string, OwnWrite>>();

  add(write: OwnWrite): void {
    const writes = this.#byPbx.get(write.pbxId) ?? new Map<string, OwnWrite>();
    writes.set(write.operationId, write);
    this.#byPbx.set(write.pbxId, writes);
  }

  /** To be called once the outcome is recorded; unknown ids are ignored. */
  remove(pbxId: string, operationId: string): void {
    const writes = this.#byPbx.get(pbxId);
    writes?.delete(operationId);
    if (writes?.size === 0) this.#byPbx.delete(pbxId);
  }

  /** True when we are writing just this value to this field of the object. */
  explainsField(pbxId: string, guid: string, field: string, value: FieldValue | undefined): boolean {
    return this.#some(
      pbxId,
      (write) => write.guid === guid && field in write.values && sameValue(write.values[field], value),
    );
  }

  explainsCreation(pbxId: string, name: string): boolean {
    return this.#some(pbxId, (write) => write.createdName !== undefined && write.createdName === name);
  }

  explainsDeletion(pbxId: string, guid: string): boolean {
    return this.#some(pbxId, (write) => write.deletes && write.guid === guid);
  }

  #some(pbxId: string, test: (write: OwnWrite) => boolean): boolean {
    return [...(this.#byPbx.get(pbxId)?.values() ?? [])].some(test);
  }
}

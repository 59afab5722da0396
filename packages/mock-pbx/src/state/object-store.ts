import type { Factory } from './factory';
import { type JsonObject, type PbxObject, text } from './types';

const KEYS = ['h323', 'cn', 'e164'] as const;
type LookupKey = (typeof KEYS)[number];
/** Deleted objects remembered for a replication that asks for changes only. */
const MAX_TOMBSTONES = 1000;

/** The parts of a store that differ from the factory state; what the state file holds. */
export interface StoreSnapshot {
  readonly usn: number;
  readonly changed: readonly PbxObject[];
  readonly removed: readonly number[];
}

/** All objects of one PBX: the computed factory state plus what has changed since. No rules live here. */
export class ObjectStore {
  private readonly changed = new Map<string, PbxObject>();
  private readonly removed = new Set<number>();
  private index: Record<LookupKey, Map<string, string>> | undefined;
  private readonly tombstones = new Map<string, number>();
  private oldestTombstone = 0;
  private lastUsn = 0;
  private sortedCns: readonly { cn: string; guid: string }[] | undefined;

  constructor(readonly factory: Factory) {}

  /** Update sequence number of the latest change. */
  get usn(): number {
    return this.lastUsn;
  }

  get(guid: string): PbxObject | undefined {
    const own = this.changed.get(guid);
    if (own) return own;
    const position = this.factory.positionOf(guid);
    return position === undefined || this.removed.has(position) ? undefined : this.factory.objectAt(position);
  }

  /** False for a factory object nobody touched. */
  isChanged(guid: string): boolean {
    return this.changed.has(guid);
  }

  find(key: LookupKey, value: string): PbxObject | undefined {
    if (value === '') return undefined;
    const guid = this.index?.[key].get(value);
    if (guid !== undefined) return this.changed.get(guid);
    const position = this.factory.find(key, value);
    if (position === undefined || this.removed.has(position)) return undefined;
    // A changed factory object is found by its present names only.
    return this.changed.has(this.factory.guidAt(position)) ? undefined : this.factory.objectAt(position);
  }

  /** Stores an object with the next sequence number. */
  put(guid: string, fields: JsonObject): PbxObject {
    this.lastUsn += 1;
    const object: PbxObject = { guid, fields, usn: this.lastUsn };
    this.set(object);
    return object;
  }

  delete(guid: string): void {
    this.lastUsn += 1;
    const object = this.changed.get(guid);
    if (object) this.unindex(object);
    this.changed.delete(guid);
    const position = this.factory.positionOf(guid);
    if (position !== undefined) this.removed.add(position);
    this.tombstones.set(guid, this.lastUsn);
    if (this.tombstones.size > MAX_TOMBSTONES) {
      const [oldest, usn] = this.tombstones.entries().next().value ?? ['', 0];
      this.tombstones.delete(oldest);
      this.oldestTombstone = usn;
    }
    this.sortedCns = undefined;
  }

  /** Every object: factory order first, then the created ones in order of creation. */
  *all(): Generator<PbxObject> {
    for (const guid of this.guids()) {
      const object = this.get(guid);
      if (object) yield object;
    }
  }

  /** Every guid in the order of `all`, stable while objects come and go. */
  *guids(): Generator<string> {
    for (let position = 0; position < this.factory.size; position += 1) {
      if (!this.removed.has(position)) yield this.factory.guidAt(position);
    }
    for (const guid of this.changed.keys()) {
      if (this.factory.positionOf(guid) === undefined) yield guid;
    }
  }

  /** The template each user names, without building the untouched users; for counting licences. */
  *userConfigs(): Generator<{ config: string; object: PbxObject | undefined }> {
    for (let position = 0; position < this.factory.size; position += 1) {
      if (this.removed.has(position)) continue;
      const own = this.changed.get(this.factory.guidAt(position));
      if (own) yield { config: text(own.fields['config']), object: own };
      else if (this.factory.isUser(position)) yield { config: this.factory.userConfig(position), object: undefined };
      else yield { config: '', object: this.factory.objectAt(position) };
    }
    for (const object of this.changed.values()) {
      if (this.factory.positionOf(object.guid) === undefined) yield { config: text(object.fields['config']), object };
    }
  }

  /** Long names of all objects in code unit order, built on first use and dropped by a change. */
  sorted(): readonly { cn: string; guid: string }[] {
    if (this.sortedCns) return this.sortedCns;
    const rows: { cn: string; guid: string }[] = [];
    for (const guid of this.guids()) {
      const position = this.factory.positionOf(guid);
      const own = this.changed.get(guid);
      const lazyUser = !own && position !== undefined && this.factory.isUser(position);
      const cn = lazyUser ? this.factory.userCn(position) : text((own ?? this.get(guid))?.fields['cn']);
      rows.push({ cn, guid });
    }
    rows.sort((a, b) => (a.cn < b.cn ? -1 : a.cn > b.cn ? 1 : 0));
    this.sortedCns = rows;
    return rows;
  }

  /** Guids deleted after this sequence number; undefined when that is too long ago to know. */
  deletedSince(usn: number): readonly string[] | undefined {
    if (usn < this.oldestTombstone) return undefined;
    return [...this.tombstones].filter(([, at]) => at > usn).map(([guid]) => guid);
  }

  snapshot(): StoreSnapshot {
    return { usn: this.lastUsn, changed: [...this.changed.values()], removed: [...this.removed] };
  }

  restore(snapshot: StoreSnapshot): void {
    for (const object of this.changed.values()) this.unindex(object);
    this.changed.clear();
    this.removed.clear();
    for (const object of snapshot.changed) this.set(object);
    for (const position of snapshot.removed) this.removed.add(position);
    this.lastUsn = snapshot.usn;
    // Deletions before the restart are no longer known one by one.
    this.oldestTombstone = snapshot.usn;
    this.sortedCns = undefined;
  }

  private set(object: PbxObject): void {
    const before = this.changed.get(object.guid);
    if (before) this.unindex(before);
    this.changed.set(object.guid, object);
    this.index ??= { h323: new Map(), cn: new Map(), e164: new Map() };
    for (const key of KEYS) {
      const value = text(object.fields[key]);
      if (value !== '') this.index[key].set(value, object.guid);
    }
    this.sortedCns = undefined;
  }

  private unindex(object: PbxObject): void {
    for (const key of KEYS) {
      const value = text(object.fields[key]);
      if (this.index?.[key].get(value) === object.guid) this.index[key].delete(value);
    }
  }
}

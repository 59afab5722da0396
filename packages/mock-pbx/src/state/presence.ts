import type { JsonObject } from './types';

/** One presence entry of an object. */
export interface PresenceEntry extends JsonObject {
  contact: string;
  status: string;
  activity: string;
  note: string;
}

/** Presence of all objects of a PBX; newest entry first, one per contact. */
export class Presence {
  private readonly entries = new Map<string, PresenceEntry[]>();
  private readonly listeners = new Set<(guid: string) => void>();

  of(guid: string): readonly PresenceEntry[] {
    return this.entries.get(guid) ?? [];
  }

  /** Sets the entry of one contact (`tel:`, `im:`, `calendar:`) and tells the subscribers. */
  set(guid: string, entry: PresenceEntry): void {
    const rest = this.of(guid).filter((each) => each.contact !== entry.contact);
    this.entries.set(guid, [entry, ...rest]);
    for (const listener of this.listeners) listener(guid);
  }

  onChange(listener: (guid: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

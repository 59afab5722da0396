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
  /** Users in a connected call. */
  private readonly onPhone = new Set<string>();
  private readonly listeners = new Set<(guid: string) => void>();

  /** What subscribers are told: in a call the activity of `tel:` is on-the-phone, whatever the user has set. */
  of(guid: string): readonly PresenceEntry[] {
    const own = this.entries.get(guid) ?? [];
    if (!this.onPhone.has(guid)) return own;
    const phone = own.find((each) => each.contact === 'tel:');
    const busy = { contact: 'tel:', status: 'open', note: '', ...phone, activity: 'on-the-phone' };
    return [busy, ...own.filter((each) => each !== phone)];
  }

  /** Sets the entry of one contact (`tel:`, `im:`, `calendar:`) and tells the subscribers. */
  set(guid: string, entry: PresenceEntry): void {
    const rest = (this.entries.get(guid) ?? []).filter((each) => each.contact !== entry.contact);
    this.entries.set(guid, [entry, ...rest]);
    this.tell(guid);
  }

  /** A user got on the phone or off it; the subscribers are told when that is news. */
  setOnPhone(guid: string, on: boolean): void {
    if (this.onPhone.has(guid) === on) return;
    if (on) this.onPhone.add(guid);
    else this.onPhone.delete(guid);
    this.tell(guid);
  }

  onChange(listener: (guid: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(guid: string): void {
    for (const listener of this.listeners) listener(guid);
  }
}

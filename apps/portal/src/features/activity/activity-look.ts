import type { ActivityEntry } from '@switchroom/contracts';
import type { Tone } from '@switchroom/ui/lib/tone';
import {
  CircleOff,
  Eye,
  FileDiff,
  FilePlus2,
  FileX2,
  KeyRound,
  Link2,
  type LucideIcon,
  OctagonX,
  Pencil,
  Plus,
  Power,
  UserRound,
} from 'lucide-react';

const looks: Record<string, { tone: Tone; icon: LucideIcon }> = {
  'link.online': { tone: 'ok', icon: Link2 },
  'link.offline': { tone: 'warn', icon: CircleOff },
  'link.refused': { tone: 'danger', icon: OctagonX },
  'link.disabled': { tone: 'neutral', icon: Power },
  'outside.created': { tone: 'warn', icon: FilePlus2 },
  'outside.changed': { tone: 'warn', icon: FileDiff },
  'outside.deleted': { tone: 'warn', icon: FileX2 },
  'pbx.create': { tone: 'info', icon: Plus },
  'pbx.update': { tone: 'info', icon: Pencil },
  'pbx.set-password': { tone: 'info', icon: KeyRound },
};

/** Icon and colour of an entry: from the PBX, from outside, or a person's act; what failed is red. */
export function activityLook(entry: ActivityEntry): { tone: Tone; icon: LucideIcon } {
  if (entry.params['result'] === 'failed' || entry.params['result'] === 'denied') {
    return { tone: 'danger', icon: OctagonX };
  }
  const known = looks[entry.kind];
  if (known) return known;
  return entry.actor === undefined ? { tone: 'neutral', icon: Eye } : { tone: 'info', icon: UserRound };
}

/** Entries of the same day together, newest first as they came. `dayOf` names the day in the person's zone. */
export function byDay(
  entries: readonly ActivityEntry[],
  dayOf: (at: Date) => string,
): { day: string; entries: ActivityEntry[] }[] {
  const groups: { day: string; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const last = groups.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else groups.push({ day, entries: [entry] });
  }
  return groups;
}

/** Whether the entry's object is an App object that can still be opened. Config templates have no Name. */
export function isAppObject({ kind, params }: Pick<ActivityEntry, 'kind' | 'params'>): boolean {
  if (kind.startsWith('app-object.')) return kind !== 'app-object.delete';
  return kind.startsWith('outside.') && kind !== 'outside.deleted' && (params['name'] ?? '') !== '';
}

import type { PbxRow } from '@switchroom/contracts';

/** Why a PBX is in "needs attention", most pressing first. */
export const attentionKinds = ['refused', 'conflict', 'drifted', 'offline'] as const;
export type AttentionKind = (typeof attentionKinds)[number];

export interface AttentionItem {
  row: PbxRow;
  kind: AttentionKind;
}

/** The reason that counts for a row, or undefined when it needs nobody. */
export function attentionOf(row: PbxRow): AttentionKind | undefined {
  if (row.link.kind === 'refused') return 'refused';
  if (row.sync.state === 'conflict') return 'conflict';
  if (row.sync.state === 'drifted') return 'drifted';
  return row.link.kind === 'offline' ? 'offline' : undefined;
}

/** One line per PBX under its most pressing reason; among equals the longest in that state comes first. */
export function attentionItems(rows: readonly PbxRow[], limit: number): AttentionItem[] {
  const seen = new Set<string>();
  const items: AttentionItem[] = [];
  for (const row of rows) {
    const kind = attentionOf(row);
    if (kind === undefined || seen.has(row.id)) continue;
    seen.add(row.id);
    items.push({ row, kind });
  }
  return items
    .sort(
      (a, b) =>
        attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind) ||
        a.row.link.since.getTime() - b.row.link.since.getTime() ||
        a.row.name.localeCompare(b.row.name),
    )
    .slice(0, limit);
}

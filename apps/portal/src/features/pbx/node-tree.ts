import type { NodeView } from '@switchroom/contracts';

export interface NodeLine extends NodeView {
  /** 0 for nodes without a parent in the list. */
  depth: number;
}

/**
 * The nodes of a PBX from the top to the leaves, each below its parent, siblings by name. A node whose parent is not in
 * the list stands at the top; nodes that name each other in a circle come last, so that none is lost.
 */
export function nodeTree(rows: readonly NodeView[]): NodeLine[] {
  const names = new Set(rows.map(({ name }) => name));
  const byParent = new Map<string, NodeView[]>();
  for (const row of rows) {
    const parent = row.parent !== row.name && names.has(row.parent) ? row.parent : '';
    byParent.set(parent, [...(byParent.get(parent) ?? []), row]);
  }
  const lines: NodeLine[] = [];
  const placed = new Set<NodeView>();
  const place = (row: NodeView, depth: number): void => {
    if (placed.has(row)) return;
    placed.add(row);
    lines.push({ ...row, depth });
    for (const child of sorted(byParent.get(row.name) ?? [])) place(child, depth + 1);
  };
  for (const row of sorted(byParent.get('') ?? [])) place(row, 0);
  for (const row of sorted(rows)) place(row, 0);
  return lines;
}

function sorted(rows: readonly NodeView[]): NodeView[] {
  return rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

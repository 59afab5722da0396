/** Reads a comma separated list as the PBX stores it: trimmed, without empty items, first of duplicates kept, order kept. */
export function parseCommaList(value: string | undefined | null): string[] {
  if (!value) return [];
  return [...new Set(value.split(',').map((item) => item.trim()))].filter((item) => item !== '');
}

/** Writes a list for the PBX. An item with a comma would become two, so it is refused with a RangeError. */
export function formatCommaList(items: readonly string[]): string {
  const broken = items.find((item) => item.includes(','));
  if (broken !== undefined) throw new RangeError(`comma list: "${broken}" contains a comma; remove it`);
  return parseCommaList(items.join(',')).join(',');
}

/** The list with an item added at the end, or as it was when the item is already there. */
export function withListItem(value: string | undefined | null, item: string): string {
  return formatCommaList([...parseCommaList(value), item]);
}

/** The list without an item; the order of the others stays. */
export function withoutListItem(value: string | undefined | null, item: string): string {
  return formatCommaList(parseCommaList(value).filter((other) => other !== item));
}

/** Whether two lists hold the same items, whatever their order. */
export function sameListItems(a: string | undefined | null, b: string | undefined | null): boolean {
  const left = parseCommaList(a);
  const right = new Set(parseCommaList(b));
  return left.length === right.size && left.every((item) => right.has(item));
}

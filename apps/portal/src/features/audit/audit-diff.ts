import type { DiffEntry } from '@switchroom/ui/components/diff-view';

const mark = /^hmac-sha256:([0-9a-f]{32})$/;

/** Words for values that are not text. */
export interface ValueWords {
  yes: string;
  no: string;
  /** A secret by its mark: the same mark is the same secret. */
  secret: (short: string) => string;
}

/** Before and after of an entry, field by field; what stayed the same is left out where there are both. */
export function auditDiff(before: unknown, after: unknown, words: ValueWords): DiffEntry[] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const both = before !== null && before !== undefined && after !== null && after !== undefined;
  return names.flatMap((name): DiffEntry[] => {
    const [from, to] = [old[name], now[name]];
    if (both && JSON.stringify(from) === JSON.stringify(to) && !isSecret(to)) return [];
    const line = { id: name, field: name };
    if (to === 'changed' || (to === undefined && from === 'changed')) return [{ ...line, kind: 'secret' }];
    if (isTextList(from) || isTextList(to)) {
      const [had, has] = [isTextList(from) ? from : [], isTextList(to) ? to : []];
      if (from === undefined || from === null || isTextList(from)) {
        return [
          {
            ...line,
            kind: 'set',
            added: has.filter((one) => !had.includes(one)),
            removed: had.filter((one) => !has.includes(one)),
          },
        ];
      }
    }
    return [{ ...line, kind: 'value', before: textOf(from, words), after: textOf(to, words) }];
  });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

/** A secret that is the same as before is worth a line: somebody set it again. */
function isSecret(value: unknown): boolean {
  return typeof value === 'string' && mark.test(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

function textOf(value: unknown, words: ValueWords): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value !== 'string') return JSON.stringify(value);
  const short = mark.exec(value)?.[1]?.slice(0, 8);
  return short === undefined ? value : words.secret(short);
}

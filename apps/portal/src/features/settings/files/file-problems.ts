import type { AppErrorJson } from '@switchroom/contracts';

/** What is wrong with a file, and where; lines and columns count from 1. */
export interface FileProblem {
  rule: string;
  params: Record<string, string | number>;
  line: number | undefined;
  column: number | undefined;
}

/** The problems of a file that an error names, top of the file first; undefined where the error is about something else. */
export function fileProblems(error: AppErrorJson): FileProblem[] | undefined {
  const fields = (error.fields ?? []).filter(({ path }) => path === 'file');
  if (fields.length === 0) return undefined;
  return fields
    .map(({ rule, params = {} }) => ({
      rule,
      params,
      line: numberOf(params['line']),
      column: numberOf(params['column']),
    }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** Where a line and a column are in a text, in UTF-16 units; the end of the text for a place behind it. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) return text.length;
    start = next + 1;
  }
  return Math.min(start + column - 1, text.length);
}

function numberOf(value: string | number | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

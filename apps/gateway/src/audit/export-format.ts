import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { AuditEntry } from './audit-log';

/** An entry as one line of JSON: the whole row, so that its hash can be computed again anywhere. */
export function jsonLine(entry: AuditEntry): string {
  return `${JSON.stringify({ ...entry, at: entry.at.toISOString() })}\n`;
}

const lineSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  seq: z.number().int(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  actorId: z.string(),
  actorName: z.string(),
  onBehalfOfId: z.string().nullable(),
  onBehalfOfName: z.string().nullable(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  targetName: z.string(),
  pbxId: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  result: z.enum(['allowed', 'denied', 'failed']),
  requestId: z.string(),
  address: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});

/** An entry from such a line; undefined for anything else. */
export function readJsonLine(line: string): AuditEntry | undefined {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    if (!parsed.success) return undefined;
    const { before = null, after = null, ...entry } = parsed.data;
    return { ...entry, before, after };
  } catch {
    return undefined;
  }
}

const columns = [
  'time',
  'organisation',
  'organisationId',
  'number',
  'person',
  'personId',
  'onBehalfOf',
  'onBehalfOfId',
  'action',
  'result',
  'targetKind',
  'target',
  'targetId',
  'pbxId',
  'reason',
  'requestId',
  'address',
  'before',
  'after',
  'hash',
] as const;

// What a person or a PBX is called must not become a formula in whoever's spreadsheet.
const options = { escape_formulas: true, record_delimiter: 'windows' } as const;

/** The first line, with the mark by which spreadsheets know UTF-8. */
export function csvHead(): string {
  return stringify([[...columns]], { ...options, bom: true });
}

export function csvLines(rows: readonly { entry: AuditEntry; organisation: string }[]): string {
  return stringify(
    rows.map(({ entry, organisation }) => [
      entry.at.toISOString(),
      organisation,
      entry.organisationId,
      entry.seq,
      entry.actorName,
      entry.actorId,
      entry.onBehalfOfName,
      entry.onBehalfOfId,
      entry.action,
      entry.result,
      entry.targetKind,
      entry.targetName,
      entry.targetId,
      entry.pbxId,
      entry.reason,
      entry.requestId,
      entry.address,
      entry.before === null ? null : JSON.stringify(entry.before),
      entry.after === null ? null : JSON.stringify(entry.after),
      entry.hash,
    ]),
    options,
  );
}

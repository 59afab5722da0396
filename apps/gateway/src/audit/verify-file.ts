import type { AuditEntry } from './audit-log';
import { entryHash } from './audit-log';
import type { BrokenChain } from './chain-verdict';
import type { KnownCheckpoint } from './checkpoint-file';
import { readJsonLine } from './export-format';
import { purgeAction, signedPurge } from './purge-record';

export type FileVerdict =
  | { ok: true; entries: number; linked: number }
  | { ok: false; line: number; entry: AuditEntry | undefined; problem: BrokenChain['problem'] | 'no-entry' }
  /** The file ends before an entry that a kept checkpoint knows. */
  | { ok: false; problem: 'ends-early'; checkpoint: KnownCheckpoint; lastSeq: number | undefined };

/**
 * Checks an export in JSON lines without any database: the hash of each entry, the links between entries that follow
 * each other, and what kept checkpoints say: of their entries, of those the file ought to reach, and whether their key
 * signed the purges in it. A filter leaves gaps; across one only the hashes can be checked.
 */
export async function verifyLines(
  lines: AsyncIterable<string>,
  kept: readonly KnownCheckpoint[] = [],
): Promise<FileVerdict> {
  const last = new Map<string, AuditEntry>();
  let line = 0;
  let entries = 0;
  let linked = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    const entry = readJsonLine(text);
    if (entry === undefined) return { ok: false, line, entry, problem: 'no-entry' };
    const { hash, ...rest } = entry;
    if (entryHash(rest) !== hash) return { ok: false, line, entry, problem: 'changed' };
    const before = last.get(entry.organisationId);
    if (before !== undefined && entry.seq <= before.seq) return { ok: false, line, entry, problem: 'reordered' };
    if (before !== undefined && entry.seq === before.seq + 1) {
      if (entry.previousHash !== before.hash) return { ok: false, line, entry, problem: 'unlinked' };
      linked += 1;
    }
    const known = kept.find(({ organisationId, seq }) => organisationId === entry.organisationId && seq === entry.seq);
    if (known !== undefined && known.hash !== hash) return { ok: false, line, entry, problem: 'rewritten' };
    if (isForgedPurge(entry, kept)) return { ok: false, line, entry, problem: 'signature' };
    last.set(entry.organisationId, entry);
    entries += 1;
  }
  for (const checkpoint of kept) {
    const lastSeq = last.get(checkpoint.organisationId)?.seq;
    if (checkpoint.seq > (lastSeq ?? 0)) return { ok: false, problem: 'ends-early', checkpoint, lastSeq };
  }
  return { ok: true, entries, linked };
}

/** An entry that excuses a missing beginning, without the signature of the installation that made the checkpoints. */
function isForgedPurge(
  { organisationId, action, result, after }: AuditEntry,
  kept: readonly KnownCheckpoint[],
): boolean {
  if (action !== purgeAction || result !== 'allowed') return false;
  const keys = kept.flatMap((one) => (one.organisationId === organisationId ? (one.publicKey ?? []) : []));
  return keys.length > 0 && !keys.some((key) => signedPurge(organisationId, after, key) !== undefined);
}

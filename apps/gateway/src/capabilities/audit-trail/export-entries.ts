import type { AuditExportFormat } from '@switchroom/contracts';
import { and, asc, eq, lte, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database';
import { auditEntries, organisations } from '../../db/schema/index';
import { csvHead, csvLines, jsonLine } from '../../audit/export-format';

const PAGE = 500;

/**
 * The entries as text, a page at a time: each page is a query of its own, so neither memory nor a transaction grows with
 * the log. By organisation and number, as the chains run; nothing that came after `upTo`.
 */
export async function* exportEntries(
  db: Database,
  scope: { path: string },
  filter: SQL | undefined,
  format: AuditExportFormat,
  upTo: Date,
): AsyncGenerator<string, void> {
  if (format === 'csv') yield csvHead();
  let last: { organisationId: string; seq: number } | undefined;
  for (;;) {
    const rows = await db.inScope(scope, (tx) =>
      tx
        .select({ entry: auditEntries, organisation: organisations.name })
        .from(auditEntries)
        .innerJoin(organisations, eq(organisations.id, auditEntries.organisationId))
        .where(
          and(
            filter,
            lte(auditEntries.at, upTo),
            last &&
              sql`(${auditEntries.organisationId}, ${auditEntries.seq}) > (${last.organisationId}::uuid, ${last.seq})`,
          ),
        )
        .orderBy(asc(auditEntries.organisationId), asc(auditEntries.seq))
        .limit(PAGE),
    );
    if (rows.length > 0) {
      yield format === 'csv' ? csvLines(rows) : rows.map(({ entry }) => jsonLine(entry)).join('');
    }
    last = rows.at(-1)?.entry;
    if (rows.length < PAGE || last === undefined) return;
  }
}

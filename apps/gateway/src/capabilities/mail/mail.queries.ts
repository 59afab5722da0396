import {
  invalidField,
  type ListMailInput,
  mailProblems,
  type MailProblemKind,
  type MailRow,
  type Page,
} from '@switchroom/contracts';
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { organisations, outgoingMails } from '../../db/schema/index';

export type StoredMail = typeof outgoingMails.$inferSelect;
type StoredOrganisation = typeof organisations.$inferSelect;

/** A page of the outbox; row-level security keeps it to the scope of `tx`. */
export async function listMails(tx: Tx, input: ListMailInput): Promise<Page<MailRow>> {
  const filter = and(...conditions(input));
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  const rows = await tx
    .select({ mail: outgoingMails, organisation: organisations })
    .from(outgoingMails)
    .innerJoin(organisations, eq(organisations.id, outgoingMails.organisationId))
    .where(
      and(
        filter,
        // The cursor has milliseconds, the column microseconds: compared at the cursor's precision no row is left out.
        after &&
          sql`(date_trunc('milliseconds', ${outgoingMails.createdAt}), ${outgoingMails.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(sql`date_trunc('milliseconds', ${outgoingMails.createdAt})`), desc(outgoingMails.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1)?.mail;
  return {
    rows: page.map(({ mail, organisation }) => toRow(mail, organisation)),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last.createdAt.toISOString(), last.id) : undefined,
    total: await tx.$count(outgoingMails, filter),
  };
}

/** One mail of the scope, with its organisation; undefined when there is none. `lock` keeps others from changing it. */
export async function findMail(
  tx: Tx,
  mailId: string,
  { lock = false } = {},
): Promise<{ mail: StoredMail; row: MailRow } | undefined> {
  const query = tx
    .select({ mail: outgoingMails, organisation: organisations })
    .from(outgoingMails)
    .innerJoin(organisations, eq(organisations.id, outgoingMails.organisationId))
    .where(eq(outgoingMails.id, mailId));
  const rows = await (lock ? query.for('update', { of: outgoingMails }) : query);
  const found = rows[0];
  return found && { mail: found.mail, row: toRow(found.mail, found.organisation) };
}

function conditions(input: ListMailInput): (SQL | undefined)[] {
  const text = `%${input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return [
    input.state === undefined ? undefined : eq(outgoingMails.state, input.state),
    input.q === ''
      ? undefined
      : sql`(${outgoingMails.recipient} ilike ${text} or ${outgoingMails.subject} ilike ${text})`,
  ];
}

function toRow(mail: StoredMail, { id, name, kind }: StoredOrganisation): MailRow {
  return {
    id: mail.id,
    createdAt: mail.createdAt,
    organisation: { id, name, kind },
    kind: mail.kind,
    recipient: mail.recipient,
    subject: mail.subject,
    state: mail.state,
    attempts: mail.attempts,
    problem: problemOf(mail.lastError),
    nextAttemptAt: mail.state === 'queued' && mail.attempts > 0 ? mail.nextAttemptAt : null,
  };
}

/** As the sender wrote it: `kind: text`. */
function problemOf(lastError: string | null): MailRow['problem'] {
  if (lastError === null) return null;
  const at = lastError.indexOf(': ');
  const kind = mailProblems.find((known): known is MailProblemKind => known === lastError.slice(0, at));
  return { kind: kind ?? 'refused', text: kind === undefined ? lastError : lastError.slice(at + 2) };
}

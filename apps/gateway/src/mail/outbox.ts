import { and, asc, eq, inArray, lt, lte, min, notInArray, sql } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from '../db/database';
import { outgoingMails } from '../db/schema/index';

/** Told of the commit that holds new mail. */
export const mailChannel = 'switchroom_mail';

/** How long a claimed mail belongs to the sender that claimed it; longer than a try may take. */
const LEASE = sql`interval '5 minutes'`;
const KEEP = sql`interval '90 days'`;

export type DueMail = typeof outgoingMails.$inferSelect;

/**
 * Takes up to `limit` mails that are due and counts the try. For the length of the lease nobody else takes them; a sender
 * that dies in the middle leaves them due again after it.
 */
export async function claimDue(db: Database, limit: number, except: readonly string[]): Promise<DueMail[]> {
  return await db.inScope(systemScope, async (tx) => {
    const due = await tx
      .select({ id: outgoingMails.id })
      .from(outgoingMails)
      .where(
        and(
          eq(outgoingMails.state, 'queued'),
          lte(outgoingMails.nextAttemptAt, sql`now()`),
          except.length === 0 ? undefined : notInArray(outgoingMails.id, [...except]),
        ),
      )
      .orderBy(asc(outgoingMails.nextAttemptAt))
      .limit(limit)
      .for('update', { skipLocked: true });
    if (due.length === 0) return [];
    const ids = due.map(({ id }) => id);
    return await tx
      .update(outgoingMails)
      .set({ attempts: sql`${outgoingMails.attempts} + 1`, nextAttemptAt: sql`now() + ${LEASE}` })
      .where(inArray(outgoingMails.id, ids))
      .returning();
  });
}

/** How a try ended. */
export type MailOutcome =
  | { state: 'sent' }
  | { state: 'failed'; error: string }
  /** Once more at `at`; `counts: false` for a try that our own stop cut short. */
  | { state: 'queued'; error: string; at: Date; counts: boolean };

/** Writes down how a try ended. What was sent is dropped: it is the recipient's now. */
export async function settle(db: Database, id: string, outcome: MailOutcome): Promise<void> {
  await db.inScope(systemScope, (tx) =>
    tx
      .update(outgoingMails)
      .set(
        outcome.state === 'sent'
          ? { state: 'sent', sealed: null, dataKeyId: null, lastError: null, settledAt: sql`now()` }
          : outcome.state === 'failed'
            ? { state: 'failed', lastError: outcome.error, settledAt: sql`now()` }
            : {
                lastError: outcome.error,
                nextAttemptAt: outcome.at,
                ...(outcome.counts ? {} : { attempts: sql`${outgoingMails.attempts} - 1` }),
              },
      )
      .where(and(eq(outgoingMails.id, id), eq(outgoingMails.state, 'queued'))),
  );
}

/** Makes a mail due now, for a person who asks for it; `tx` holds the mail in its scope. */
export async function sendAgain(tx: Tx, id: string): Promise<void> {
  await tx
    .update(outgoingMails)
    .set({ state: 'queued', nextAttemptAt: sql`now()`, settledAt: null })
    .where(eq(outgoingMails.id, id));
  await tx.execute(sql`select pg_notify(${mailChannel}, '')`);
}

/** When the next mail is due; undefined when none waits. */
export async function nextDue(db: Database): Promise<Date | undefined> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ at: min(outgoingMails.nextAttemptAt) })
      .from(outgoingMails)
      .where(eq(outgoingMails.state, 'queued')),
  );
  return rows[0]?.at ?? undefined;
}

/** Without a mail server nothing waits for one. */
export async function holdAll(db: Database): Promise<void> {
  await db.inScope(systemScope, (tx) =>
    tx.update(outgoingMails).set({ state: 'held' }).where(eq(outgoingMails.state, 'queued')),
  );
}

/** The outbox is no archive. */
export async function dropOld(db: Database): Promise<void> {
  await db.inScope(systemScope, (tx) =>
    tx.delete(outgoingMails).where(lt(outgoingMails.createdAt, sql`now() - ${KEEP}`)),
  );
}

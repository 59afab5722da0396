import type { CdrRefusal } from '@switchroom/contracts';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from '../db/database';
import { cdrIntakes } from '../db/schema/index';
import type { SealedOwner, SecretBox } from '../db/secrets-port';
import type { RecordOwner } from './store';

/** What an arrival or a refusal writes to the intake's row at most once in this time. */
const NOTE_EVERY_MS = 60_000;

/** Where a PBX may deliver, opened. */
export interface IntakeAccount extends RecordOwner {
  id: string;
  userName: string;
  password: string;
}

/** What the password of an intake is sealed for. */
export function intakeOwner(row: { id: string; organisationId: string }): SealedOwner {
  return { organisationId: row.organisationId, id: row.id, purpose: 'cdr-intake' };
}

/** The intake of a URL; undefined when there is none. Which organisation it is of is what is being found out. */
export async function findIntake(db: Database, secrets: SecretBox, token: string): Promise<IntakeAccount | undefined> {
  const [row] = await db.inScope(systemScope, (tx) => tx.select().from(cdrIntakes).where(eq(cdrIntakes.token, token)));
  if (row === undefined) return undefined;
  const { id, pbxId, organisationId, userName } = row;
  const sealed = { sealed: row.sealedPassword, dataKeyId: row.dataKeyId };
  return { id, pbxId, organisationId, userName, password: await secrets.open(sealed, intakeOwner(row)) };
}

/** Notes that something came in. */
export async function noteReceived(tx: Tx, id: string, at: Date): Promise<void> {
  const stale = new Date(at.getTime() - NOTE_EVERY_MS);
  await tx
    .update(cdrIntakes)
    .set({ lastReceivedAt: at })
    .where(and(eq(cdrIntakes.id, id), or(isNull(cdrIntakes.lastReceivedAt), lt(cdrIntakes.lastReceivedAt, stale))));
}

/** Notes that something was refused, for the page on which somebody wonders why nothing arrives. */
export async function noteRefused(db: Database, id: string, why: CdrRefusal, at: Date): Promise<void> {
  const stale = new Date(at.getTime() - NOTE_EVERY_MS);
  await db.inScope(systemScope, (tx) =>
    tx
      .update(cdrIntakes)
      .set({ lastRefusedAt: at, lastRefusal: why })
      .where(and(eq(cdrIntakes.id, id), or(isNull(cdrIntakes.lastRefusedAt), lt(cdrIntakes.lastRefusedAt, stale)))),
  );
}

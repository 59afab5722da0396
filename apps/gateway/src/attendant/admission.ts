import {
  admitSeat,
  type ConsoleType,
  queueChannels,
  type SeatCount,
  type SeatQuantities,
  type SeatSession,
} from '@switchroom/protocol/attendant';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from '../db/database';
import { consoleLicences, consoleSessions, operators, organisations, pbxs } from '../db/schema/index';
import { storableText } from '../db/storable';
import { openPause, type OpenPause } from './pauses';
import type { RefusalDetails } from './refusal';
import type { OperatorFacts } from './session';

/** A console that wants a session. */
export interface AdmissionRequest {
  readonly pbxId: string;
  /** Name (h323) of the user, as the digest of the login has it. */
  readonly userName: string;
  /** What the console says it is; `unknown` for a word of a newer version. */
  readonly type: ConsoleType | 'unknown' | undefined;
  readonly resume: string | undefined;
  /** Program and version, for support. */
  readonly client: string;
  readonly at: Date;
}

/** Where a PBX is, for the record of a refusal. */
export interface PbxPlace {
  readonly pbxId: string;
  readonly name: string;
  readonly organisationId: string;
  readonly organisationPath: string;
}

export type Admission =
  | {
      readonly kind: 'admitted';
      readonly session: string;
      readonly operator: OperatorFacts;
      readonly type: ConsoleType;
      readonly count: SeatCount;
      /** The session whose seat this one took over. */
      readonly replaces: string | undefined;
      readonly pause: OpenPause | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly code: 'not-an-operator' | 'wrong-console-type' | 'no-licence-left';
      readonly details: RefusalDetails;
      /** Undefined when the PBX itself is gone. */
      readonly place: PbxPlace | undefined;
    };

/** What this process knows of a session that the database has as open; undefined for one that is ending. */
export type LiveSeat = (id: string) => Pick<SeatSession, 'seenAt' | 'connected'> | 'ending' | undefined;

/**
 * Gives a console its seat, in one transaction: two that come at the same moment are counted one after the other. The
 * scope is that of the system, because the licences can lie above the organisation of the PBX and their seats are taken in
 * all organisations below them; what was asked for is found by the PBX that the login was checked with.
 */
export async function admit(db: Database, request: AdmissionRequest, live: LiveSeat): Promise<Admission> {
  return await db.inScope(systemScope, async (tx) => {
    const place = await placeOf(tx, request.pbxId);
    if (place === undefined) return { kind: 'refused', code: 'not-an-operator', details: {}, place };
    const operator = await operatorOf(tx, place, request.userName);
    if (operator === undefined) return { kind: 'refused', code: 'not-an-operator', details: {}, place };
    const type = operator.consoleType;
    if (request.type !== undefined && request.type !== type) {
      return { kind: 'refused', code: 'wrong-console-type', details: { type }, place };
    }
    const { verdict, licenceOrganisationId } = await takeSeat(tx, { operator, request, live });
    if (verdict.kind === 'refused') {
      return { kind: 'refused', code: verdict.code, details: { licence: licenceView(verdict.count) }, place };
    }
    if (verdict.replaces !== undefined) await endReplaced(tx, verdict.replaces, request.at);
    const session = await insertSession(tx, { operator, request, licenceOrganisationId });
    const pause = await openPause(tx, operator.operatorId);
    return { kind: 'admitted', session, operator, type, count: verdict.count, replaces: verdict.replaces, pause };
  });
}

/** Seats of one licence, as consoles are told. */
export function licenceView({ type, inUse, quantity }: SeatCount) {
  return { type, inUse, quantity, queueChannels: queueChannels(quantity) };
}

async function placeOf(tx: Tx, pbxId: string): Promise<PbxPlace | undefined> {
  const rows = await tx
    .select({
      pbxId: pbxs.id,
      name: pbxs.name,
      organisationId: organisations.id,
      organisationPath: organisations.path,
    })
    .from(pbxs)
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(eq(pbxs.id, pbxId));
  return rows[0];
}

async function operatorOf(tx: Tx, place: PbxPlace, userName: string): Promise<OperatorFacts | undefined> {
  const [row] = await tx
    .select()
    .from(operators)
    .where(
      and(
        eq(operators.pbxId, place.pbxId),
        eq(operators.userName, storableText(userName)),
        eq(operators.enabled, true),
      ),
    );
  return row && operatorFacts(row, place.organisationPath);
}

/** An operator's row as sessions keep it. */
export function operatorFacts(row: typeof operators.$inferSelect, organisationPath: string): OperatorFacts {
  const { id, pbxId, organisationId, userName, displayName, consoleType, supervisor, device, otherDevice } = row;
  const devices = [...new Set([device, otherDevice])].filter((one) => one !== '');
  const facts = { userName, displayName, consoleType, supervisor, devices };
  return { operatorId: id, pbxId, organisationId, organisationPath, ...facts };
}

async function takeSeat(
  tx: Tx,
  { operator, request, live }: { operator: OperatorFacts; request: AdmissionRequest; live: LiveSeat },
) {
  const type = operator.consoleType;
  const owner = await licenceOf(tx, operator);
  // Without a licence there is nothing to count, but a refusal has its numbers all the same.
  const licenceOrganisationId = owner?.organisationId ?? operator.organisationId;
  await lockSeats(tx, licenceOrganisationId, type);
  // What was read before the lock may have changed while it was waited for.
  const quantity = owner === undefined ? 0 : ((await licenceOf(tx, operator))?.quantity ?? 0);
  const sessions = await openSeats(tx, { licenceOrganisationId, type, live });
  const seat = { user: operator.operatorId, type, resume: request.resume };
  const none: SeatQuantities = { BOE: 0, BAP: 0, BAE: 0 };
  const verdict = admitSeat(sessions, { ...none, [type]: quantity }, seat, request.at.getTime());
  return { verdict, licenceOrganisationId };
}

/** The licences that count for an organisation: those of the nearest one at or above it that has some of this type. */
async function licenceOf(tx: Tx, { organisationPath, consoleType }: OperatorFacts) {
  const [row] = await tx
    .select({ organisationId: consoleLicences.organisationId, quantity: consoleLicences.quantity })
    .from(consoleLicences)
    .innerJoin(organisations, eq(organisations.id, consoleLicences.organisationId))
    .where(
      and(eq(consoleLicences.type, consoleType), sql`starts_with(${organisationPath}::text, ${organisations.path})`),
    )
    .orderBy(desc(sql`length(${organisations.path})`))
    .limit(1);
  return row;
}

/** Until the transaction ends, nobody else counts these seats. */
async function lockSeats(tx: Tx, organisationId: string, type: ConsoleType): Promise<void> {
  const name = `switchroom seats ${organisationId} ${type}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

async function openSeats(
  tx: Tx,
  { licenceOrganisationId, type, live }: { licenceOrganisationId: string; type: ConsoleType; live: LiveSeat },
): Promise<SeatSession[]> {
  const rows = await tx
    .select({
      session: consoleSessions.id,
      user: consoleSessions.operatorId,
      type: consoleSessions.consoleType,
      lastSeenAt: consoleSessions.lastSeenAt,
    })
    .from(consoleSessions)
    .where(
      and(
        eq(consoleSessions.licenceOrganisationId, licenceOrganisationId),
        eq(consoleSessions.consoleType, type),
        isNull(consoleSessions.endedAt),
      ),
    );
  return rows.flatMap(({ lastSeenAt, ...row }) => {
    const known = live(row.session);
    if (known === 'ending') return [];
    // One that was admitted a moment ago is in the database before it is known here.
    const { seenAt, connected } = known ?? { seenAt: lastSeenAt.getTime(), connected: true };
    return [{ ...row, seenAt, connected }];
  });
}

async function endReplaced(tx: Tx, session: string, at: Date): Promise<void> {
  await tx
    .update(consoleSessions)
    .set({ endedAt: at, endReason: 'replaced' })
    .where(and(eq(consoleSessions.id, session), isNull(consoleSessions.endedAt)));
}

async function insertSession(
  tx: Tx,
  {
    operator,
    request: { client, at },
    licenceOrganisationId,
  }: { operator: OperatorFacts; request: AdmissionRequest; licenceOrganisationId: string },
): Promise<string> {
  const { operatorId, pbxId, organisationId, consoleType } = operator;
  const ids = { operatorId, pbxId, organisationId, consoleType, licenceOrganisationId };
  const [row] = await tx
    .insert(consoleSessions)
    .values({ ...ids, client: storableText(client), startedAt: at, lastSeenAt: at })
    .returning({ id: consoleSessions.id });
  if (row === undefined) throw new Error('the session was not written');
  return row.id;
}

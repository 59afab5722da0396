import { randomInt, randomUUID } from 'node:crypto';
import { AppError, type CdrIntakeView, type CreatedCdrIntake } from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { cdrPath } from '../../call-history/intake';
import { intakeOwner } from '../../call-history/intake-accounts';
import type { Database, Tx } from '../../db/database';
import { violates } from '../../db/errors';
import { cdrIntakes, pbxs } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';
import type { Tenant } from '../../db/tenant';
import type { CdrIntakesService } from './call-history.service';

export interface CdrIntakesDependencies {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  /** Where PBXes reach us. */
  gatewayUrl: string;
}

type Stored = typeof cdrIntakes.$inferSelect;

/** Letters and digits that the URL and the fields of a device's page take as they are. */
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const TOKEN_LENGTH = 20;
const PASSWORD_LENGTH = 26;

/** Where PBXes deliver call data records: made, given a new password and removed by those who may change the PBX. */
export function createCdrIntakesService({ db, audit, secrets, gatewayUrl }: CdrIntakesDependencies): CdrIntakesService {
  const view = (row: Stored): CdrIntakeView => ({
    pbxId: row.pbxId,
    url: `${gatewayUrl}${cdrPath(row.token)}`,
    userName: row.userName,
    version: row.version,
    createdAt: row.createdAt,
    lastReceivedAt: row.lastReceivedAt,
    lastRefused:
      row.lastRefusedAt === null || row.lastRefusal === null ? null : { at: row.lastRefusedAt, why: row.lastRefusal },
  });
  const created = (row: Stored, password: string): CreatedCdrIntake => {
    const { hostname, port, protocol, pathname } = new URL(`${gatewayUrl}${cdrPath(row.token)}`);
    const tls = protocol === 'https:';
    return {
      intake: view(row),
      password,
      instructions: {
        address: hostname,
        port: port === '' ? (tls ? 443 : 80) : Number(port),
        tls,
        path: pathname,
        method: 'POST',
      },
    };
  };
  const record = (tx: Tx, tenant: Tenant, pbx: Pbx, action: string, facts: { before?: unknown; after?: unknown }) =>
    audit.append(
      tx,
      { ...tenant, organisationId: pbx.organisationId },
      { action, target: { kind: 'pbx', id: pbx.id, name: pbx.name }, pbxId: pbx.id, ...facts },
    );

  return {
    get: (tenant, pbxId) =>
      db.inScope(tenant, async (tx) => {
        await pbxOf(tx, pbxId);
        const row = await findRow(tx, pbxId);
        return row === undefined ? null : view(row);
      }),

    create: (tenant, pbxId) =>
      db.inScope(tenant, async (tx) => {
        const pbx = await pbxOf(tx, pbxId);
        const owner = { id: randomUUID(), organisationId: pbx.organisationId };
        const password = draw(PASSWORD_LENGTH);
        const { sealed, dataKeyId } = await secrets.seal(password, intakeOwner(owner));
        const token = draw(TOKEN_LENGTH);
        const [row] = await tx
          .insert(cdrIntakes)
          .values({ ...owner, pbxId, token, userName: `cdr-${token.slice(0, 6)}`, sealedPassword: sealed, dataKeyId })
          .returning()
          .catch((error: unknown) => {
            throw violates(error, 'cdr_intakes_pbx') ? new AppError('already-exists', { cause: error }) : error;
          });
        if (row === undefined) throw new AppError('internal', { message: 'the intake was not written' });
        const after = { userName: row.userName, password: 'changed' };
        await record(tx, tenant, pbx, 'call-history.intake-create', { after });
        return created(row, password);
      }),

    rotate: (tenant, { pbxId, version }) =>
      db.inScope(tenant, async (tx) => {
        const pbx = await pbxOf(tx, pbxId);
        const before = await requireRow(tx, pbxId);
        const password = draw(PASSWORD_LENGTH);
        const { sealed, dataKeyId } = await secrets.seal(password, intakeOwner(before));
        const [row] = await tx
          .update(cdrIntakes)
          .set({ sealedPassword: sealed, dataKeyId, version: sql`${cdrIntakes.version} + 1` })
          .where(and(eq(cdrIntakes.id, before.id), eq(cdrIntakes.version, version)))
          .returning();
        if (row === undefined) throw new AppError('plan-outdated');
        const after = { userName: row.userName, password: 'changed' };
        await record(tx, tenant, pbx, 'call-history.intake-rotate', { after });
        return created(row, password);
      }),

    remove: (tenant, { pbxId, version }) =>
      db.inScope(tenant, async (tx) => {
        const pbx = await pbxOf(tx, pbxId);
        const before = await requireRow(tx, pbxId);
        const gone = await tx
          .delete(cdrIntakes)
          .where(and(eq(cdrIntakes.id, before.id), eq(cdrIntakes.version, version)))
          .returning({ id: cdrIntakes.id });
        if (gone.length === 0) throw new AppError('plan-outdated');
        await record(tx, tenant, pbx, 'call-history.intake-remove', { before: { userName: before.userName } });
      }),
  };
}

type Pbx = { id: string; name: string; organisationId: string };

async function pbxOf(tx: Tx, pbxId: string): Promise<Pbx> {
  const [row] = await tx
    .select({ id: pbxs.id, name: pbxs.name, organisationId: pbxs.organisationId })
    .from(pbxs)
    .where(eq(pbxs.id, pbxId));
  if (row === undefined) throw new AppError('not-found');
  return row;
}

async function findRow(tx: Tx, pbxId: string): Promise<Stored | undefined> {
  const rows = await tx.select().from(cdrIntakes).where(eq(cdrIntakes.pbxId, pbxId));
  return rows[0];
}

async function requireRow(tx: Tx, pbxId: string): Promise<Stored> {
  const row = await findRow(tx, pbxId);
  if (row === undefined) throw new AppError('not-found');
  return row;
}

function draw(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

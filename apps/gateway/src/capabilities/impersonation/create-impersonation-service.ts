import { AppError } from '@switchroom/contracts';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { type Impersonations, impersonationTenant } from '../../auth/impersonations';
import { judgeImpersonation, permissionFor } from '../../auth/may-impersonate';
import { type Database, systemScope, type Tx } from '../../db/database';
import { impersonations, members } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus } from '../../events';
import type { AccessService } from '../session/access.service';
import type { ImpersonationService } from './impersonation.service';

type Reason =
  | 'impersonation-nested'
  | 'impersonation-self'
  | NonNullable<Awaited<ReturnType<typeof judgeImpersonation>>['refusal']>;

/** Looking in and acting as members; what it means for each request is decided in the room of accounts. */
export function createImpersonationService(options: {
  db: Database;
  audit: AuditLog;
  bus: GatewayBus;
  access: Pick<AccessService, 'recordDenial'>;
  impersonations: Pick<Impersonations, 'stop'>;
}): ImpersonationService {
  const { db, audit, bus, access } = options;
  return {
    async start(tenant, caller, mode, input) {
      const refuse = async (reason: Reason): Promise<never> => {
        await access.recordDenial(tenant, permissionFor(mode), reason);
        throw new AppError('forbidden', { params: { reason } });
      };
      const { session } = caller;
      // A program has nobody at the keyboard, and one person at a time is enough.
      if (session === undefined || caller.token !== undefined) throw new AppError('forbidden');
      if (caller.impersonation !== undefined) return await refuse('impersonation-nested');
      const target = await db.inScope(tenant, (tx) => findMember(tx, tenant, input.memberId));
      if (target.userId === caller.id) return await refuse('impersonation-self');

      // All places of the person count, also outside of this tenant: the verdict is the check.
      const started = await db.inScope(systemScope, async (tx) => {
        const verdict = await judgeImpersonation(tx, { actorId: caller.id, targetUserId: target.userId, mode });
        const { refusal } = verdict;
        if (refusal !== undefined) return { refusal };
        if (verdict.requireSecondFactor && !session.secondFactor) throw new AppError('second-factor-required');
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`impersonation ${session.id}`}, 0))`);
        if (await isRunning(tx, session.id)) return { refusal: 'impersonation-nested' as const };
        const [row] = await tx
          .insert(impersonations)
          .values({
            organisationId: tenant.organisationId,
            sessionId: session.id,
            actorId: tenant.actor.id,
            actorName: tenant.actor.name,
            targetUserId: target.userId,
            targetName: target.name,
            targetEmail: target.email,
            mode,
            reason: input.reason,
            expiresAt: new Date(Date.now() + input.minutes * 60_000),
          })
          .returning();
        if (row === undefined) throw new Error('the impersonation was not written');
        // In every log that the person's administrators read, in one order everywhere.
        for (const { id } of verdict.places.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
          await audit.append(tx, impersonationTenant(row, id, tenant), {
            action: 'impersonation.start',
            target: { kind: 'account', id: row.targetUserId, name: row.targetName },
            after: { mode, impersonation: row.id, expiresAt: row.expiresAt },
            reason: input.reason,
          });
        }
        return { expiresAt: row.expiresAt };
      });
      if (started.refusal !== undefined) return await refuse(started.refusal);
      // Open pages of this person come back as the one they look in as.
      bus.emit('access.changed', { userIds: [caller.id] });
      return { expiresAt: started.expiresAt };
    },
    async stop(caller, request) {
      if (caller.session !== undefined) await options.impersonations.stop(caller.session.id, request);
    },
  };
}

async function findMember(tx: Tx, tenant: Tenant, memberId: string) {
  const [row] = await tx
    .select({ userId: members.userId, name: members.name, email: members.email })
    .from(members)
    .where(eq(members.id, memberId));
  if (row === undefined) throw new AppError('not-found', { message: `no such member below ${tenant.organisationId}` });
  return row;
}

async function isRunning(tx: Tx, sessionId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: impersonations.id })
    .from(impersonations)
    .where(and(eq(impersonations.sessionId, sessionId), isNull(impersonations.endedAt)));
  return rows.length > 0;
}

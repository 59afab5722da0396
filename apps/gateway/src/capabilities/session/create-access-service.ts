import { AppError } from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AuditLog } from '../../audit/port';
import { type Database, systemScope } from '../../db/database';
import { members, organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { AccessService } from './access.service';

const target = alias(organisations, 'target');

/** The access check: a person's role holds in their own organisation and everywhere below it. */
export function createAccessService({ db, audit }: { db: Database; audit: AuditLog }): AccessService {
  return {
    async tenantOf(user, organisationId, request) {
      // Over all organisations, because the person's own scope is what this query finds out.
      const rows = await db.inScope(systemScope, (tx) =>
        tx
          .select({ role: members.role, name: members.name, home: organisations, target })
          .from(members)
          .innerJoin(organisations, eq(organisations.id, members.organisationId))
          .leftJoin(target, and(eq(target.id, organisationId), sql`starts_with(${target.path}, ${organisations.path})`))
          .where(eq(members.userId, user.id))
          .limit(1),
      );
      const found = rows[0];
      if (found === undefined) throw new AppError('not-found', { message: 'the account belongs to no organisation' });
      const actor = { id: user.id, name: found.name };
      if (found.target === null) {
        const home = { organisationId: found.home.id, actor, ...request };
        await db.inScope(found.home, (tx) =>
          audit.append(tx, home, {
            action: 'access.denied',
            target: { kind: 'organisation', id: organisationId, name: organisationId },
            result: 'denied',
          }),
        );
        throw new AppError('not-found', { message: 'the organisation is missing or out of reach' });
      }
      return {
        organisationId: found.target.id,
        path: found.target.path,
        role: found.role,
        actor,
        requestId: request.requestId,
        address: request.address,
      };
    },
    async recordDenial(tenant: Tenant, permission) {
      await db.inScope(tenant, async (tx) => {
        const rows = await tx
          .select({ name: organisations.name })
          .from(organisations)
          .where(eq(organisations.id, tenant.organisationId));
        await audit.append(tx, tenant, {
          action: 'access.denied',
          target: { kind: 'organisation', id: tenant.organisationId, name: rows[0]?.name ?? tenant.organisationId },
          after: { permission },
          result: 'denied',
        });
      });
    },
  };
}

import { AppError, isReadOnly, neverInImpersonation, neverInTokens, type Permission } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import type { Caller } from '../../auth/caller';
import { homeOfUser, membershipsOfUser } from '../../auth/members';
import { effectivePermissions, permissionsOf, type Standing, standingOf } from '../../auth/standing';
import { type Database, systemScope, type Tx } from '../../db/database';
import { organisations } from '../../db/schema/index';
import type { Actor, Tenant } from '../../db/tenant';
import type { AccessService, Root } from './access.service';

/** The access check: a person's roles hold in the organisations where they are held and everywhere below. */
export function createAccessService({ db, audit }: { db: Database; audit: AuditLog }): AccessService {
  const recordOutOfReach = async (
    caller: Caller,
    organisationId: string,
    request: { requestId: string; address: string },
  ) => {
    const { actor, onBehalfOf } = actorOf(caller);
    const home = await homeOfUser(db, actor.id.startsWith('token:') ? caller.id : actor.id);
    if (home === undefined) return;
    // Whoever tries one id after the other is one kind.
    await audit.denied([actor.id, 'out of reach'], (more) =>
      db.inScope(home.organisation, (tx) =>
        audit.append(
          tx,
          { organisationId: home.organisation.id, actor, onBehalfOf, ...request },
          {
            action: 'access.denied',
            target: { kind: 'organisation', id: organisationId, name: organisationId },
            ...(more === undefined ? {} : { after: { more } }),
            result: 'denied',
          },
        ),
      ),
    );
  };

  const recordDenied = async (
    tenant: Omit<Tenant, 'permissions'>,
    facts: { permission?: Permission; why?: string },
  ) => {
    await audit.denied([tenant.actor.id, tenant.organisationId, facts.permission, facts.why], (more) =>
      db.inScope(tenant, async (tx) => {
        const rows = await tx
          .select({ name: organisations.name })
          .from(organisations)
          .where(eq(organisations.id, tenant.organisationId));
        await audit.append(tx, tenant, {
          action: 'access.denied',
          target: { kind: 'organisation', id: tenant.organisationId, name: rows[0]?.name ?? tenant.organisationId },
          after: { ...facts, ...(more === undefined ? {} : { more }) },
          result: 'denied',
        });
      }),
    );
  };

  return {
    async tenantOf(caller, organisationId, request) {
      const found = await db.inScope(systemScope, (tx) => reach(tx, caller, organisationId));
      if (found === undefined) {
        await recordOutOfReach(caller, organisationId, request);
        throw new AppError('not-found', { message: 'the organisation is missing or out of reach' });
      }
      const { standing, permissions } = found;
      const tenant = {
        organisationId: standing.organisation.id,
        path: standing.organisation.path,
        ...actorOf(caller, standing.name),
        requestId: request.requestId,
        address: request.address,
      };
      if (standing.requireSecondFactor && caller.session?.secondFactor === false) {
        await recordDenied(tenant, { why: 'second-factor-required' });
        throw new AppError('second-factor-required');
      }
      return { ...tenant, permissions: new Set(permissions) };
    },
    async rootsOf(caller) {
      const memberships = await membershipsOfUser(db, caller.id);
      const ids = caller.token ? [caller.token.organisationId] : memberships.map(({ organisation }) => organisation.id);
      const roots: Root[] = [];
      let withheld = false;
      await db.inScope(systemScope, async (tx) => {
        for (const id of ids) {
          const found = await reach(tx, caller, id);
          if (found === undefined) continue;
          // Roots lead to names: a program that was not given them has none.
          if (!found.permissions.includes('organisations:read')) continue;
          const { organisation, requireSecondFactor } = found.standing;
          if (requireSecondFactor && caller.session?.secondFactor === false) withheld = true;
          else if (!roots.some(({ path }) => organisation.path.startsWith(path))) roots.push(organisation);
        }
      });
      if (roots.length === 0 && withheld) throw new AppError('second-factor-required');
      return roots;
    },
    async permissionsIn(caller, organisationIds) {
      const found = new Map<string, ReadonlySet<Permission>>();
      await db.inScope(systemScope, async (tx) => {
        for (const id of organisationIds) {
          const reached = await reach(tx, caller, id);
          const refused = reached?.standing.requireSecondFactor === true && caller.session?.secondFactor === false;
          found.set(id, new Set(refused ? [] : reached?.permissions));
        }
      });
      return found;
    },
    async recordOwnDenial(caller, facts, request) {
      const { actor, onBehalfOf } = actorOf(caller);
      const home = await homeOfUser(db, caller.token === undefined ? actor.id : caller.id);
      if (home === undefined) return;
      const organisationId = home.organisation.id;
      await audit.denied([actor.id, facts.attempted, facts.why], (more) =>
        db.inScope(home.organisation, (tx) =>
          audit.append(
            tx,
            { organisationId, actor, onBehalfOf, ...request },
            {
              action: 'access.denied',
              target: { kind: 'account', id: caller.id, name: caller.email },
              after: { ...facts, ...(more === undefined ? {} : { more }) },
              result: 'denied',
            },
          ),
        ),
      );
    },
    recordDenial: (tenant, permission, why) =>
      recordDenied(tenant, { permission, ...(why === undefined ? {} : { why }) }),
  };
}

/** Undefined when the caller does not reach the organisation at all. */
async function reach(
  tx: Tx,
  caller: Caller,
  organisationId: string,
): Promise<{ standing: Standing; permissions: Permission[] } | undefined> {
  const standing = await standingOf(tx, caller.id, organisationId);
  if (standing === undefined || standing.grants.length === 0) return undefined;
  let permissions = effectivePermissions(standing);
  const { token, impersonation } = caller;
  if (token !== undefined) {
    if (!standing.organisation.path.includes(`/${token.organisationId}/`)) return undefined;
    permissions = permissions.filter(
      (permission) => token.permissions.includes(permission) && !neverInTokens.has(permission),
    );
  }
  if (impersonation !== undefined) {
    // Looking in as somebody never gives more than the person at the keyboard holds there themselves.
    const actor = await standingOf(tx, impersonation.actor.id, organisationId);
    const needed = impersonation.mode === 'act' ? 'members:act-as' : 'members:view-as';
    const own = new Set(permissionsOf(actor?.grants ?? []));
    if (!own.has(needed) || standing.forbidImpersonation) return undefined;
    permissions = permissions.filter(
      (permission) =>
        own.has(permission) &&
        !neverInImpersonation.has(permission) &&
        (impersonation.mode === 'act' || isReadOnly(permission)),
    );
  }
  return { standing, permissions };
}

/** Who stands in the audit log for a caller. */
function actorOf(caller: Caller, name = caller.name): { actor: Actor; onBehalfOf?: Actor } {
  const { token, impersonation } = caller;
  if (token !== undefined) return { actor: { id: `token:${token.id}`, name: token.name } };
  if (impersonation !== undefined) return { actor: impersonation.actor, onBehalfOf: { id: caller.id, name } };
  return { actor: { id: caller.id, name } };
}

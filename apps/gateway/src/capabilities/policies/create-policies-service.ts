import { AppError, invalidField, type OrganisationRef, type PoliciesView } from '@switchroom/contracts';
import { asc, eq, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { longestRetention, shortens } from '../../audit/retention';
import type { Caller } from '../../auth/caller';
import { concernedBy } from '../../auth/concerned';
import { namedAncestors } from '../../auth/role-choice';
import { type Database, systemScope, type Tx } from '../../db/database';
import { organisationPolicies, organisations } from '../../db/schema/index';
import type { GatewayBus } from '../../events';
import type { PoliciesService } from './policies.service';

type Own = PoliciesView['own'];
type Step = { organisation: OrganisationRef; own: Own; version: number };

const nothingSet: Own = {
  requireSecondFactor: false,
  forbidImpersonation: false,
  auditRetentionDays: null,
  settingApprovalPbxs: null,
};

/** How strict an organisation and everything below it is. */
export function createPoliciesService(options: { db: Database; audit: AuditLog; bus: GatewayBus }): PoliciesService {
  const { db, audit, bus } = options;
  return {
    async get(tenant, caller, roots) {
      // What holds here can be said above: the chain is looked up over everything, and what is out of reach is not named.
      const chain = await db.inScope(systemScope, (tx) => chainOf(tx, tenant.organisationId));
      const own = chain.at(-1);
      const named = namedAncestors(tenant.path, roots);
      const effective = <Value>(step: Step | undefined, value: Value) => ({
        value,
        from: step !== undefined && named.has(step.organisation.id) ? step.organisation : null,
        origin: step === undefined ? ('none' as const) : step === own ? ('own' as const) : ('above' as const),
      });
      // The topmost that asks for it: taking it away below changes nothing.
      const second = chain.find((step) => step.own.requireSecondFactor);
      const forbid = chain.find((step) => step.own.forbidImpersonation);
      const retention = longestRetention(chain.map((step) => ({ step, days: step.own.auditRetentionDays })));
      const approval = chain.find((step) => step.own.settingApprovalPbxs === smallestApproval(chain));
      return {
        version: own?.version ?? 0,
        own: own?.own ?? nothingSet,
        effective: {
          requireSecondFactor: effective(second, second !== undefined),
          forbidImpersonation: effective(forbid, forbid !== undefined),
          auditRetentionDays: effective(retention?.step, retention?.days ?? null),
          settingApprovalPbxs: effective(approval, approval?.own.settingApprovalPbxs ?? null),
        },
        secondFactorUsed: hasSecondFactor(caller),
      };
    },
    async update(tenant, caller, { organisationId: _, version, ...wanted }) {
      await db.inScope(tenant, async (tx) => {
        // Two who set the first policy of an organisation at once: there is no row yet that one could wait for.
        const [organisation] = await tx
          .select({ name: organisations.name })
          .from(organisations)
          .where(eq(organisations.id, tenant.organisationId))
          .for('update');
        const [row] = await tx
          .select()
          .from(organisationPolicies)
          .where(eq(organisationPolicies.organisationId, tenant.organisationId));
        if ((row?.version ?? 0) !== version) throw new AppError('plan-outdated');
        const before = row === undefined ? nothingSet : ownOf(row);
        if (wanted.requireSecondFactor && !before.requireSecondFactor && !hasSecondFactor(caller)) {
          throw invalidField('requireSecondFactor', 'second-factor-own-first');
        }
        const now = new Date();
        const columns = {
          ...wanted,
          ...(shortens(before.auditRetentionDays, wanted.auditRetentionDays) ? { auditRetentionShortenedAt: now } : {}),
        };
        await tx
          .insert(organisationPolicies)
          .values({ organisationId: tenant.organisationId, ...columns })
          .onConflictDoUpdate({
            target: organisationPolicies.organisationId,
            set: { ...columns, version: sql`${organisationPolicies.version} + 1`, updatedAt: now },
          });
        await audit.append(tx, tenant, {
          action: 'policy.update',
          target: { kind: 'policy', id: tenant.organisationId, name: organisation?.name ?? tenant.organisationId },
          before,
          after: wanted,
        });
      });
      // Whoever is in there without what is asked for now is out at once; others with a place there only connect again.
      bus.emit('access.changed', { userIds: await concernedBy(db, [tenant.path]) });
    },
  };
}

/** A program has nobody at the keyboard: what it may do was decided when its token was made. */
function hasSecondFactor({ session }: Caller): boolean {
  return session?.secondFactor !== false;
}

/** From the top down to the organisation itself. */
async function chainOf(tx: Tx, organisationId: string): Promise<Step[]> {
  const rows = await tx
    .select({ organisation: organisations, policy: organisationPolicies })
    .from(organisations)
    .leftJoin(organisationPolicies, eq(organisationPolicies.organisationId, organisations.id))
    .where(sql`starts_with((select path from organisations o where o.id = ${organisationId}), ${organisations.path})`)
    .orderBy(asc(sql`length(${organisations.path})`));
  return rows.map(({ organisation: { id, name, kind }, policy }) => ({
    organisation: { id, name, kind },
    own: policy === null ? nothingSet : ownOf(policy),
    version: policy?.version ?? 0,
  }));
}

/** Infinity where nobody asks for a second person. */
function smallestApproval(chain: readonly Step[]): number {
  return Math.min(...chain.map((step) => step.own.settingApprovalPbxs ?? Infinity));
}

function ownOf({ requireSecondFactor, forbidImpersonation, auditRetentionDays, settingApprovalPbxs }: Own): Own {
  return { requireSecondFactor, forbidImpersonation, auditRetentionDays, settingApprovalPbxs };
}

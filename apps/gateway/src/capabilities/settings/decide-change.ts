import type { SettingChangeState, SettingDecision } from '@switchroom/contracts';
import { eq, inArray } from 'drizzle-orm';
import { recordingDenials, refusedBy } from '../../audit/denials';
import type { Tx } from '../../db/database';
import { organisations, settingChangeItems, settingChanges } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import { applyKept, type Decided, endInConflict, recordDecision, redraft } from '../../settings/kept-changes';
import type { SettingsRoomOptions } from '../../settings/settings-room';
import { endChange, holdChange, type StoredChange } from '../../settings/stored-changes';
import { tell } from '../../settings/writer';

/** What somebody decides about a change that is kept. */
export interface Decision {
  changeId: string;
  reason: string;
}

export async function approveChange(
  options: SettingsRoomOptions,
  tenant: Tenant,
  decision: Decision,
): Promise<SettingDecision> {
  const { db, bus, clock } = options;
  const at = new Date(clock.now());
  return await guarded(options, tenant, 'settings.approve', decision, async () => {
    const { ended, result, paths } = await db.inScope(tenant, async (tx) => {
      const change = await holdChange(tx, decision.changeId, ['waiting']);
      if (isMaker(change, tenant)) throw refusedBy('changeId', 'setting-change-own');
      const paths = await pathsOfItems(tx, change);
      const decided = decidedBy(tenant, decision, at);
      const redrafted = await redraft(tx, options, change, { at, approved: true });
      if ('conflict' in redrafted) {
        const { conflict } = redrafted;
        await endInConflict(tx, options.audit, change, { conflict, acting: tenant, decided });
        return { ended: undefined, paths, result: { state: 'conflict' as const, conflict } };
      }
      await recordDecision(tx, options.audit, change, tenant, {
        action: 'settings.approve',
        reason: decision.reason,
      });
      if (change.effectiveAt !== null && change.effectiveAt > at) {
        await tx
          .update(settingChanges)
          .set({ ...decided, state: 'scheduled' })
          .where(eq(settingChanges.id, change.id));
        return { ended: undefined, paths, result: { state: 'scheduled' as const } };
      }
      const note = { madeBy: change.createdByName };
      await applyKept(tx, options, change, { redrafted, at, acting: tenant, note, decided });
      return { ended: redrafted.draft, paths, result: { state: 'applied' as const } };
    });
    bus.emit('settings.changed', { what: 'changes', paths, pbxIds: [], keys: [] });
    if (ended !== undefined) tell(bus, ended, 'values');
    return result;
  });
}

export async function rejectChange(options: SettingsRoomOptions, tenant: Tenant, decision: Decision): Promise<void> {
  await endKept(options, tenant, decision, { state: 'rejected', action: 'settings.reject', open: ['waiting'] });
}

export async function cancelChange(options: SettingsRoomOptions, tenant: Tenant, changeId: string): Promise<void> {
  const decision = { changeId, reason: '' };
  await guarded(options, tenant, 'settings.cancel', decision, () =>
    endKept(options, tenant, decision, {
      state: 'cancelled',
      action: 'settings.cancel',
      open: ['waiting', 'scheduled'],
      check(change) {
        if (!isMaker(change, tenant) && !tenant.permissions.has('settings:approve')) {
          throw refusedBy('changeId', 'setting-change-of-another');
        }
      },
    }),
  );
}

async function endKept(
  { db, bus, audit, clock }: SettingsRoomOptions,
  tenant: Tenant,
  decision: Decision,
  end: {
    state: 'rejected' | 'cancelled';
    action: 'settings.reject' | 'settings.cancel';
    open: readonly SettingChangeState[];
    check?(change: StoredChange): void;
  },
): Promise<void> {
  const at = new Date(clock.now());
  const paths = await db.inScope(tenant, async (tx) => {
    const change = await holdChange(tx, decision.changeId, end.open);
    end.check?.(change);
    const paths = await pathsOfItems(tx, change);
    await endChange(tx, change.id, { state: end.state, ...decidedBy(tenant, decision, at) });
    await recordDecision(tx, audit, change, tenant, { action: end.action, reason: decision.reason });
    return paths;
  });
  bus.emit('settings.changed', { what: 'changes', paths, pbxIds: [], keys: [] });
}

/** Denials of rules that a permission alone does not decide are recorded where the person acts. */
async function guarded<T>(
  { db, audit }: SettingsRoomOptions,
  tenant: Tenant,
  action: string,
  { changeId }: Decision,
  work: () => Promise<T>,
): Promise<T> {
  const name = await db.inScope(tenant, async (tx) => {
    const [row] = await tx
      .select({ name: organisations.name })
      .from(organisations)
      .where(eq(organisations.id, tenant.organisationId));
    return row?.name ?? changeId;
  });
  const target = { kind: 'organisation', id: tenant.organisationId, name } as const;
  return await recordingDenials({ db, audit }, tenant, { action, target }, work);
}

/** Whoever is at the keyboard made it, or it was made in the name they act in. */
function isMaker({ createdBy }: StoredChange, { actor, onBehalfOf }: Tenant): boolean {
  return createdBy === actor.id || createdBy === onBehalfOf?.id;
}

function decidedBy({ actor }: Tenant, { reason }: Decision, at: Date): Decided {
  return { decidedBy: actor.id, decidedByName: actor.name, decidedAt: at, decisionReason: reason };
}

async function pathsOfItems(tx: Tx, { id }: StoredChange): Promise<string[]> {
  const ids = tx
    .select({ id: settingChangeItems.organisationId })
    .from(settingChangeItems)
    .where(eq(settingChangeItems.changeId, id));
  const rows = await tx.select({ path: organisations.path }).from(organisations).where(inArray(organisations.id, ids));
  return rows.map(({ path }) => path);
}

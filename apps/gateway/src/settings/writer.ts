import { AppError, invalidField, relatedSettings } from '@switchroom/contracts';
import type { AuditLog } from '../audit/port';
import type { Caller } from '../auth/caller';
import { isFresh } from '../auth/freshness';
import type { Database, Tx } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import type { Tenant } from '../db/tenant';
import type { GatewayBus, GatewayEventMap } from '../events';
import { type Draft, draftChange } from './draft';
import { loadTree, partBelow, pathsOf } from './load';
import type { ChangeRequest, SavedChange, SaveRequest, SettingsWriter } from './port';
import { type ConsolesOn, type DraftFacts, factsOf, previewOf } from './preview';
import { storeChange } from './stored-changes';
import { writeLocks } from './write-locks';
import { lockPlaces, writeValues } from './write-values';

export interface WriterOptions {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  bus: GatewayBus;
  consolesOn: ConsolesOn;
  /** Milliseconds since 1970. */
  clock: { now(): number };
  /** Writes the denied attempt to the audit log. */
  recordDenial(tenant: Tenant, permission: 'settings:critical', why?: string): Promise<void>;
}

type SettingsNewsKind = GatewayEventMap['settings.changed']['what'];

/** A draft over what is in the database now, and what it asks for. */
export interface CurrentDraft {
  draft: Draft;
  facts: DraftFacts;
}

export function createSettingsWriter(options: WriterOptions): SettingsWriter {
  const { db, bus, clock } = options;
  return {
    async preview(tenant, request) {
      const { draft, facts } = await db.inScope(tenant, (tx) => currentDraft(tx, options, request));
      return previewOf(draft, facts);
    },
    async save(tenant, caller, request) {
      const at = new Date(clock.now());
      const { effectiveAt } = request;
      if (effectiveAt !== undefined && effectiveAt <= at) throw invalidField('effectiveAt', 'setting-time-past');
      const { draft, outcome } = await db.inScope(tenant, async (tx) => {
        const { draft, facts } = await currentDraft(tx, options, request, { lock: true });
        // A refusal is recorded after this transaction has ended: within it, nothing of it would stay.
        const denied = criticalDenied(tenant, caller, draft);
        if (denied !== undefined) return { draft, outcome: denied };
        if (facts.digest !== request.digest) throw outdated();
        return { draft, outcome: await carryOut(tx, options, tenant, { request, draft, facts, at }) };
      });
      if (outcome instanceof AppError) throw await recorded(options, tenant, outcome);
      tell(bus, draft, outcome.state === 'applied' ? 'values' : 'changes');
      return outcome;
    },
    async lock(tenant, caller, wanted) {
      const request = { kind: 'edit', wanted: [], locks: [wanted], refusals: 'throw' } as const;
      const { draft, denied } = await db.inScope(tenant, async (tx) => {
        const { draft, facts } = await currentDraft(tx, options, request, { lock: true });
        if (draft.locks.length === 0) throw new AppError('plan-empty');
        const denied = criticalDenied(tenant, caller, draft);
        if (denied === undefined) {
          refuseWaitingLocks(draft, facts, undefined);
          await writeLocks(tx, options.audit, { locks: draft.locks, at: new Date(clock.now()), acting: tenant });
        }
        return { draft, denied };
      });
      if (denied !== undefined) throw await recorded(options, tenant, denied);
      tell(bus, draft, 'locks');
    },
  };
}

/** Does it now, or keeps it for its time or a second person. */
async function carryOut(
  tx: Tx,
  options: WriterOptions,
  tenant: Tenant,
  { request, draft, facts, at }: { request: SaveRequest; draft: Draft; facts: DraftFacts; at: Date },
): Promise<SavedChange> {
  const { items, locks } = draft;
  if (items.length === 0 && locks.length === 0) throw new AppError('plan-empty');
  refuseWaitingLocks(draft, facts, request.effectiveAt);
  const later = request.effectiveAt === undefined ? 'applied' : 'scheduled';
  const state = facts.needsSecondPerson ? 'waiting' : later;
  const change = { request, items, state, by: tenant.actor, at, impact: facts.impact } as const;
  const changeId = await storeChange(tx, options.secrets, { ...change, organisationId: tenant.organisationId });
  if (state === 'applied') {
    const { reason } = request;
    await writeValues(tx, options, { items, by: tenant.actor, at, acting: tenant, reason });
    await writeLocks(tx, options.audit, { locks, at, acting: tenant });
  } else {
    await recordKept(tx, options.audit, tenant, { request, draft, state, changeId });
  }
  return { changeId, state };
}

/** There is nowhere to keep a lock for later, and without what it fixes it would fix something else. */
function refuseWaitingLocks({ locks }: Draft, { needsSecondPerson }: DraftFacts, effectiveAt: Date | undefined): void {
  const [first] = locks;
  if (first === undefined) return;
  if (needsSecondPerson) throw invalidField(`locks.${first.entry.key}`, 'setting-lock-second-person');
  if (effectiveAt !== undefined) throw invalidField(`locks.${first.entry.key}`, 'setting-lock-scheduled');
}

/**
 * Works a request out over what the database holds now. With `lock` nobody else changes settings that matter to it until
 * the transaction ends.
 */
export async function currentDraft(
  tx: Tx,
  { consolesOn }: Pick<WriterOptions, 'consolesOn'>,
  request: ChangeRequest,
  { lock = false }: { lock?: boolean } = {},
): Promise<CurrentDraft> {
  const { wanted, locks = [] } = request;
  const targets = [...wanted.map(({ target }) => target), ...locks.map(({ organisationId }) => ({ organisationId }))];
  const paths = await pathsOf(tx, targets);
  if (lock) await lockPlaces(tx, [...paths.organisations.values(), ...paths.pbxs.values()]);
  const keys = [...new Set([...wanted, ...locks].map(({ key }) => key))];
  const read = [...new Set([...keys, ...relatedSettings(keys)])];
  const { tree, approvalPbxs } = await loadTree(tx, partBelow(paths), read);
  const draft = draftChange(tree, request);
  return { draft, facts: factsOf(draft, approvalPbxs, consolesOn) };
}

/** Why the caller may not change what is safety-critical in the draft; undefined when they may, or nothing is. */
function criticalDenied(tenant: Tenant, { session, token }: Caller, { critical }: Draft): AppError | undefined {
  if (critical.length === 0) return undefined;
  const permission = 'settings:critical';
  // Tokens never hold it; that they are asked for here as well costs nothing.
  if (token !== undefined || !tenant.permissions.has(permission)) {
    return new AppError('forbidden', { params: { permission } });
  }
  return session !== undefined && isFresh(session) ? undefined : new AppError('step-up-required');
}

async function recorded(options: WriterOptions, tenant: Tenant, denied: AppError): Promise<AppError> {
  await options.recordDenial(tenant, 'settings:critical', denied.code === 'forbidden' ? undefined : denied.code);
  return denied;
}

function outdated(): AppError {
  return new AppError('plan-outdated', { message: 'what the change would hit is no longer the same' });
}

/** After the commit. */
export function tell(
  bus: GatewayBus,
  draft: Pick<Draft, 'items' | 'locks' | 'affected'>,
  what: SettingsNewsKind,
): void {
  const all = [...draft.items, ...draft.locks];
  bus.emit('settings.changed', {
    what,
    paths: [...new Set(all.map(({ place }) => place.organisation.path))],
    pbxIds: what === 'changes' ? [] : draft.affected.map(({ id }) => id),
    keys: [...new Set(all.map(({ entry }) => entry.key))],
  });
}

/** A change that waits is recorded where it was made; what it sets is recorded when it is done. */
async function recordKept(
  tx: Tx,
  audit: AuditLog,
  tenant: Tenant,
  kept: { request: SaveRequest; draft: Draft; state: 'scheduled' | 'waiting'; changeId: string },
): Promise<void> {
  const { draft, changeId, request } = kept;
  const home = draft.before.place({ organisationId: tenant.organisationId });
  await audit.append(tx, tenant, {
    action: kept.state === 'waiting' ? 'settings.propose' : 'settings.schedule',
    target: { kind: 'organisation', id: tenant.organisationId, name: home?.organisation.name ?? tenant.organisationId },
    after: {
      change: changeId,
      settings: [...new Set(draft.items.map(({ entry }) => entry.key))],
      places: new Set(draft.items.map(({ place }) => place.id)).size,
      ...(request.effectiveAt === undefined ? {} : { effectiveAt: request.effectiveAt.toISOString() }),
    },
    reason: request.reason === '' ? undefined : request.reason,
  });
}

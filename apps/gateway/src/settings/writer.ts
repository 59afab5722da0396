import { AppError, invalidField } from '@switchroom/contracts';
import type { AuditLog } from '../audit/port';
import type { Caller } from '../auth/caller';
import { isFresh } from '../auth/freshness';
import { type Database, type Tx } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import type { Tenant } from '../db/tenant';
import type { GatewayBus } from '../events';
import { type Draft, draftChange } from './draft';
import { loadTree, partBelow, pathsOf } from './load';
import type { ChangeRequest, SavedChange, SettingsWriter } from './port';
import { type ConsolesOn, type DraftFacts, factsOf, previewOf } from './preview';
import type { SettingRules } from './rules';
import { storeChange } from './stored-changes';
import { lockPlaces, targetOf, writeValues } from './write-values';

export interface WriterOptions {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  bus: GatewayBus;
  rules: SettingRules;
  consolesOn: ConsolesOn;
  /** Milliseconds since 1970. */
  clock: { now(): number };
  /** Writes the denied attempt to the audit log. */
  recordDenial(tenant: Tenant, permission: 'settings:critical', why?: string): Promise<void>;
}

/** A draft over what is in the database now, and what it asks for. */
export interface CurrentDraft {
  draft: Draft;
  facts: DraftFacts;
}

export function createSettingsWriter(options: WriterOptions): SettingsWriter {
  const { db, audit, secrets, bus, clock } = options;
  return {
    async preview(tenant, request) {
      const { draft, facts } = await db.inScope(tenant, (tx) => currentDraft(tx, options, request));
      return previewOf(draft, facts);
    },
    async save(tenant, caller, request) {
      const at = new Date(clock.now());
      const { effectiveAt } = request;
      if (effectiveAt !== undefined && effectiveAt <= at) throw invalidField('effectiveAt', 'setting-time-past');
      const { saved, draft } = await db.inScope(tenant, async (tx): Promise<Outcome> => {
        const { draft, facts } = await currentDraft(tx, options, request, { lock: true });
        const denied = draft.critical.length > 0 ? criticalDenied(tenant, caller) : undefined;
        // The refusal is written after this transaction has ended: within it, nothing of it would stay.
        if (denied !== undefined) return { draft, saved: denied };
        if (facts.digest !== request.digest) throw outdated();
        if (draft.items.length === 0) throw new AppError('plan-empty');
        const later = effectiveAt === undefined ? 'applied' : 'scheduled';
        const state = facts.needsSecondPerson ? 'waiting' : later;
        const changeId = await storeChange(tx, secrets, {
          organisationId: tenant.organisationId,
          request,
          items: draft.items,
          state,
          by: tenant.actor,
          at,
          impact: facts.impact,
        });
        if (state === 'applied') {
          const { reason } = request;
          await writeValues(tx, options, { items: draft.items, by: tenant.actor, at, acting: tenant, reason });
        } else {
          await recordKept(tx, audit, tenant, { draft, state, changeId, effectiveAt, reason: request.reason });
        }
        return { draft, saved: { changeId, state } };
      });
      if (saved instanceof AppError) {
        const why = saved.code === 'step-up-required' ? saved.code : undefined;
        await options.recordDenial(tenant, 'settings:critical', why);
        throw saved;
      }
      tell(bus, draft, saved.state === 'applied' ? 'values' : 'changes');
      return saved;
    },
  };
}

interface Outcome {
  draft: Draft;
  saved: SavedChange | AppError;
}

/**
 * Works a request out over what the database holds now. With `lock` nobody else changes settings that matter to it until
 * the transaction ends.
 */
export async function currentDraft(
  tx: Tx,
  { rules, consolesOn }: Pick<WriterOptions, 'rules' | 'consolesOn'>,
  request: ChangeRequest,
  { lock = false }: { lock?: boolean } = {},
): Promise<CurrentDraft> {
  const paths = await pathsOf(
    tx,
    request.wanted.map(({ target }) => target),
  );
  if (lock) await lockPlaces(tx, [...paths.organisations.values(), ...paths.pbxs.values()]);
  const keys = [...new Set(request.wanted.map(({ key }) => key))];
  const { tree, approvalPbxs } = await loadTree(tx, partBelow(paths), [...new Set([...keys, ...rules.related(keys)])]);
  const draft = draftChange(tree, request, rules);
  return { draft, facts: factsOf(draft, approvalPbxs, consolesOn) };
}

/** Why the caller may not change what is safety-critical; undefined when they may. */
export function criticalDenied(tenant: Tenant, { session, token }: Caller): AppError | undefined {
  const permission = 'settings:critical';
  // Tokens never hold it; that they are asked for here as well costs nothing.
  if (token !== undefined || !tenant.permissions.has(permission)) {
    return new AppError('forbidden', { params: { permission } });
  }
  return session !== undefined && isFresh(session) ? undefined : new AppError('step-up-required');
}

export function outdated(): AppError {
  return new AppError('plan-outdated', { message: 'what the change would hit is no longer the same' });
}

/** After the commit. */
export function tell(bus: GatewayBus, draft: Pick<Draft, 'items' | 'affected'>, what: 'values' | 'changes'): void {
  bus.emit('settings.changed', {
    what,
    paths: [...new Set(draft.items.map(({ place }) => place.organisation.path))],
    pbxIds: what === 'values' ? draft.affected.map(({ id }) => id) : [],
    keys: [...new Set(draft.items.map(({ entry }) => entry.key))],
  });
}

/** A change that waits is recorded where it was made; what it sets is recorded when it is done. */
async function recordKept(
  tx: Tx,
  audit: AuditLog,
  tenant: Tenant,
  kept: {
    draft: Draft;
    state: 'scheduled' | 'waiting';
    changeId: string;
    effectiveAt: Date | undefined;
    reason: string;
  },
): Promise<void> {
  const { draft, changeId, effectiveAt, reason } = kept;
  const top = draft.before.place({ organisationId: tenant.organisationId });
  const name = top === undefined ? tenant.organisationId : targetOf(top).name;
  await audit.append(tx, tenant, {
    action: kept.state === 'waiting' ? 'settings.propose' : 'settings.schedule',
    target: { kind: 'organisation', id: tenant.organisationId, name },
    after: {
      change: changeId,
      settings: [...new Set(draft.items.map(({ entry }) => entry.key))],
      places: new Set(draft.items.map(({ place }) => place.id)).size,
      ...(effectiveAt === undefined ? {} : { effectiveAt: effectiveAt.toISOString() }),
    },
    reason: reason === '' ? undefined : reason,
  });
}

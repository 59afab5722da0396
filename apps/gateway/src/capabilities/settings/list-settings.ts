import {
  AppError,
  checkSettings,
  type ListSettingsInput,
  resolveSetting,
  type SettingEntry,
  settingEntry,
  type SettingInput,
  settingsCatalogue,
  type SettingsView,
  type SettingValue,
  type SettingView,
  type SettingWhy,
} from '@switchroom/contracts';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Database } from '../../db/database';
import { settingChangeItems, settingChanges } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { SettingsReader } from '../../settings/port';
import type { Place, SettingsTree, SettingTarget } from '../../settings/tree';
import { Naming, placeView } from '../../settings/views';

type Pending = ReadonlyMap<string, NonNullable<SettingView['pending']>>;

/** The place that an input means. */
export function targetOf({
  organisationId,
  pbxId,
}: {
  organisationId: string;
  pbxId?: string | undefined;
}): SettingTarget {
  return pbxId === undefined ? { organisationId } : { pbxId };
}

export async function listSettings(
  { db, reader }: { db: Database; reader: SettingsReader },
  tenant: Tenant,
  roots: readonly { path: string }[],
  input: ListSettingsInput,
): Promise<SettingsView> {
  const { tree, place } = await reader.at(tenant, targetOf(input));
  const naming = new Naming(place.organisation.path, roots);
  const pending = await pendingAt(db, tenant, place);
  const entries = settingsCatalogue.filter(({ group }) => input.group === undefined || group === input.group);
  const keys = new Set(entries.map(({ key }) => key));
  const { refused, warnings } = checkSettings((key) => tree.effective(key, place));
  return {
    place: placeView(place),
    level: place.level,
    settings: entries.map((entry) => settingView(tree, place, entry, naming, pending)),
    warnings: [...refused, ...warnings].filter(({ key }) => keys.has(key)).map(({ key, rule }) => ({ key, rule })),
  };
}

function settingView(
  tree: SettingsTree,
  place: Place,
  entry: SettingEntry,
  naming: Naming,
  pending: Pending,
): SettingView {
  const { key, secret, factory } = entry;
  const chain = tree.chain(entry, place);
  const resolved = resolveSetting(factory, chain);
  const above = resolveSetting(
    factory,
    chain.map((step) => (step.at.id === place.id ? { ...step, value: undefined } : step)),
  );
  const shown = (value: SettingValue) => (secret ? '' : value);
  const own = tree.own(place, key);
  const lockHere = tree.lock(place, key);
  const lockAbove = resolved.lockedBy && tree.lock(resolved.lockedBy.at, key);
  return {
    key,
    own: secret ? undefined : own?.value,
    revision: own?.revision ?? 0,
    effective: shown(resolved.value),
    inherited: shown(above.value),
    origin: naming.origin(resolved),
    lockedBy: resolved.lockedBy && lockAbove && naming.lock(resolved.lockedBy.at, lockAbove),
    lockedHere: lockHere && naming.lock(place, lockHere),
    secretSet: secret ? { own: own !== undefined, effective: resolved.value !== '' } : undefined,
    pending: pending.get(key),
  };
}

/** The first change of each key at the place that is still to come. */
async function pendingAt(db: Database, tenant: Tenant, { organisation, pbx }: Place): Promise<Pending> {
  const rows = await db.inScope(tenant, (tx) =>
    tx
      .select({ key: settingChangeItems.key, changeId: settingChanges.id, state: settingChanges.state })
      .from(settingChangeItems)
      .innerJoin(settingChanges, eq(settingChanges.id, settingChangeItems.changeId))
      .where(
        and(
          eq(settingChangeItems.organisationId, organisation.id),
          pbx === undefined ? isNull(settingChangeItems.pbxId) : eq(settingChangeItems.pbxId, pbx.id),
          inArray(settingChanges.state, ['waiting', 'scheduled']),
        ),
      )
      .orderBy(asc(settingChanges.createdAt), asc(settingChanges.id)),
  );
  const pending = new Map<string, NonNullable<SettingView['pending']>>();
  for (const { key, changeId, state } of rows) {
    if ((state === 'waiting' || state === 'scheduled') && !pending.has(key)) pending.set(key, { changeId, state });
  }
  return pending;
}

export async function whyOf(
  reader: SettingsReader,
  tenant: Tenant,
  roots: readonly { path: string }[],
  input: SettingInput,
): Promise<SettingWhy> {
  const entry = settingEntry(input.key);
  if (entry === undefined) throw new AppError('not-found', { message: 'there is no such setting' });
  const { tree, place } = await reader.at(tenant, targetOf(input), [entry.key]);
  const naming = new Naming(place.organisation.path, roots);
  const chain = tree.chain(entry, place);
  const resolved = resolveSetting(entry.factory, chain);
  return {
    key: entry.key,
    factory: entry.secret ? '' : entry.factory,
    effective: entry.secret ? '' : resolved.value,
    steps: chain.map(({ level, at, value }, index) => {
      const fate = resolved.fates[index] ?? 'none';
      const own = value === undefined ? undefined : tree.own(at, entry.key);
      const lock = tree.lock(at, entry.key);
      // Above the person's reach only what holds is theirs to know: what it overrides never reaches them.
      const visible = naming.has(at) || fate === 'holds';
      return {
        level,
        place: naming.place(at),
        value: entry.secret || !visible ? undefined : value,
        secretSet: entry.secret && own !== undefined,
        fate,
        set: own && { personName: naming.has(at) ? own.setByName : null, at: own.setAt },
        lock: lock && naming.lock(at, lock),
      };
    }),
  };
}

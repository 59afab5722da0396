import { randomUUID } from 'node:crypto';
import type { SettingChangeState, SettingImpact } from '@switchroom/contracts';
import { AppError } from '@switchroom/contracts';
import { asc, eq } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { settingChangeItems, settingChanges } from '../db/schema/index';
import type { SecretBox } from '../db/secrets-port';
import type { Actor } from '../db/tenant';
import type { DraftItem } from './draft';
import type { SaveRequest, WantedValue } from './port';
import { batches } from './write-values';

/** A change as it stands in the database. */
export type StoredChange = typeof settingChanges.$inferSelect;

/** Writes a change and its items: done at `at`, or kept for later. A secret that is kept is sealed for its item. */
export async function storeChange(
  tx: Tx,
  secrets: SecretBox,
  change: {
    organisationId: string;
    request: Omit<SaveRequest, 'wanted' | 'refusals' | 'digest'>;
    items: readonly DraftItem[];
    state: 'applied' | 'scheduled' | 'waiting';
    by: Actor;
    at: Date;
    impact: SettingImpact;
  },
): Promise<string> {
  const { request, state, by, at } = change;
  const appliedAt = state === 'applied' ? at : null;
  const changeId = randomUUID();
  await tx.insert(settingChanges).values({
    id: changeId,
    organisationId: change.organisationId,
    kind: request.kind,
    state,
    reason: request.reason,
    createdBy: by.id,
    createdByName: by.name,
    createdAt: at,
    effectiveAt: request.effectiveAt ?? null,
    appliedAt,
    impact: change.impact,
    restores: request.restores ?? null,
  });
  const rows: (typeof settingChangeItems.$inferInsert)[] = [];
  for (const { place, entry, before, after, secret } of change.items) {
    const id = randomUUID();
    const organisationId = place.organisation.id;
    const later =
      secret === undefined || state === 'applied'
        ? undefined
        : await secrets.seal(secret, { organisationId, id, purpose: 'setting-change' });
    rows.push({
      id,
      changeId,
      organisationId,
      pbxId: place.pbx?.id ?? null,
      key: entry.key,
      before: before === undefined ? null : entry.secret || before.value,
      after: after === undefined ? null : entry.secret || after,
      sealedAfter: later?.sealed ?? null,
      dataKeyId: later?.dataKeyId ?? null,
      appliedAt,
      baseRevision: before?.revision ?? 0,
    });
  }
  for (const batch of batches(rows)) await tx.insert(settingChangeItems).values(batch);
  return changeId;
}

/**
 * Holds a change until the transaction ends.
 * @throws {AppError} `not-found` when there is none in the scope of `tx`, `plan-not-open` when it has ended
 */
export async function holdChange(tx: Tx, changeId: string, open: readonly SettingChangeState[]): Promise<StoredChange> {
  const [change] = await tx.select().from(settingChanges).where(eq(settingChanges.id, changeId)).for('update');
  if (change === undefined) throw new AppError('not-found');
  if (!open.includes(change.state)) throw new AppError('plan-not-open');
  return change;
}

/** What a kept change wants, with the revisions it was made from. */
export async function wantedOf(tx: Tx, secrets: SecretBox, changeId: string): Promise<WantedValue[]> {
  const rows = await tx
    .select()
    .from(settingChangeItems)
    .where(eq(settingChangeItems.changeId, changeId))
    .orderBy(asc(settingChangeItems.id));
  return await Promise.all(
    rows.map(async ({ id, organisationId, pbxId, key, after, sealedAfter, dataKeyId, baseRevision }) => ({
      target: pbxId === null ? { organisationId } : { pbxId },
      key,
      value:
        sealedAfter === null || dataKeyId === null
          ? after
          : await secrets.open({ sealed: sealedAfter, dataKeyId }, { organisationId, id, purpose: 'setting-change' }),
      revision: baseRevision,
    })),
  );
}

/** The end of a kept change; secrets that it kept are dropped with it. */
export async function endChange(
  tx: Tx,
  changeId: string,
  end: Partial<Omit<StoredChange, 'id'>> & { state: SettingChangeState },
): Promise<void> {
  await tx.update(settingChanges).set(end).where(eq(settingChanges.id, changeId));
  await tx
    .update(settingChangeItems)
    .set({ sealedAfter: null, dataKeyId: null, appliedAt: end.appliedAt ?? null })
    .where(eq(settingChangeItems.changeId, changeId));
}

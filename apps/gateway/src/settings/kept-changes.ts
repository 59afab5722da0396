import { AppError, type AppErrorCode, type Permission } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import type { AuditLog } from '../audit/port';
import { rightsNow } from '../auth/rights-now';
import { beyondScope, type Tx } from '../db/database';
import { organisations } from '../db/schema/index';
import type { Draft } from './draft';
import { endChange, type StoredChange, wantedOf } from './stored-changes';
import { type Acting, writeValues } from './write-values';
import { currentDraft, type WriterOptions } from './writer';

/** What is drafted again shows that it was made from something else than there is now. */
const gone: ReadonlySet<AppErrorCode> = new Set(['invalid-input', 'plan-outdated', 'not-found']);

/** Why a kept change is not done: a rule of `fieldErrors`, an error code, or one of these. */
export type Conflict = { why: string; key?: string };

/** Who agreed to a change, or did not. */
export type Decided = Pick<StoredChange, 'decidedBy' | 'decidedByName' | 'decidedAt' | 'decisionReason'>;

/** A kept change as it would be done now, or why it cannot be. */
export type Redraft = { draft: Draft; impact: StoredChange['impact'] } | { conflict: Conflict };

export type KeptOptions = Pick<WriterOptions, 'consolesOn' | 'secrets' | 'audit'>;

/**
 * Drafts a kept change again. What its values were made from has to be there still, whoever made it may still do so, and
 * what needs a second person by now has had one. `tx` holds the change and has a scope that holds its places.
 */
export async function redraft(
  tx: Tx,
  options: KeptOptions,
  change: StoredChange,
  { at, approved }: { at: Date; approved: boolean },
): Promise<Redraft> {
  const wanted = await wantedOf(tx, options.secrets, change.id);
  const request = { kind: change.kind, wanted, refusals: 'throw' } as const;
  try {
    const { draft, facts } = await currentDraft(tx, options, request, { lock: true });
    const [home] = await tx
      .select({ path: organisations.path })
      .from(organisations)
      .where(eq(organisations.id, change.organisationId));
    const path = home?.path;
    if (path === undefined || draft.items.some(({ place }) => !place.organisation.path.startsWith(path))) {
      return { conflict: { why: 'moved' } };
    }
    if (draft.items.length === 0 || draft.items.length < wanted.length) return { conflict: { why: 'plan-empty' } };
    const held = await beyondScope(tx, () => rightsNow(tx, change.createdBy, change.organisationId, at));
    const needed: Permission[] = ['settings:update'];
    if (draft.critical.length > 0) needed.push('settings:critical');
    if (needed.some((permission) => !held.has(permission))) return { conflict: { why: 'right-lost' } };
    if (facts.needsSecondPerson && !approved) return { conflict: { why: 'second-person-needed' } };
    return { draft, impact: facts.impact };
  } catch (error) {
    if (!(error instanceof AppError) || !gone.has(error.code)) throw error;
    const [field] = error.fields ?? [];
    const key = error.params?.['key'];
    if (field !== undefined) return { conflict: { why: field.rule, key: field.path.replace(/^changes\./, '') } };
    return { conflict: { why: error.code, ...(typeof key === 'string' ? { key } : {}) } };
  }
}

/** Does a kept change that was drafted again: its values, its history and the audit log in the transaction of `tx`. */
export async function applyKept(
  tx: Tx,
  options: KeptOptions,
  change: StoredChange,
  done: {
    redrafted: Exclude<Redraft, { conflict: Conflict }>;
    at: Date;
    acting: Acting;
    note: Record<string, string>;
    decided?: Decided;
  },
): Promise<void> {
  const { at, acting, note } = done;
  const { draft, impact } = done.redrafted;
  const by = { id: change.createdBy, name: change.createdByName };
  await writeValues(tx, options, { items: draft.items, by, at, acting, reason: change.reason, note });
  await endChange(tx, change.id, { ...done.decided, state: 'applied', appliedAt: at, impact });
}

/** Ends a kept change without doing anything of it, and says why in the audit log. */
export async function endInConflict(
  tx: Tx,
  audit: AuditLog,
  change: StoredChange,
  { conflict, acting, decided }: { conflict: Conflict; acting: Acting; decided?: Decided },
): Promise<void> {
  await endChange(tx, change.id, { ...decided, state: 'conflict' });
  await recordDecision(tx, audit, change, acting, {
    action: 'settings.conflict',
    after: { ...conflict },
    result: 'failed',
  });
}

/** What somebody, or time, decides about a kept change, at the organisation that it belongs to. */
export async function recordDecision(
  tx: Tx,
  audit: AuditLog,
  change: StoredChange,
  acting: Acting,
  entry: {
    action: 'settings.approve' | 'settings.reject' | 'settings.cancel' | 'settings.conflict';
    after?: Record<string, string>;
    reason?: string;
    result?: 'allowed' | 'failed';
  },
): Promise<void> {
  const [home] = await tx
    .select({ name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, change.organisationId));
  await audit.append(
    tx,
    { ...acting, organisationId: change.organisationId },
    {
      action: entry.action,
      target: { kind: 'organisation', id: change.organisationId, name: home?.name ?? change.organisationId },
      after: { change: change.id, madeBy: change.createdByName, ...entry.after },
      reason: entry.reason === undefined || entry.reason === '' ? undefined : entry.reason,
      result: entry.result ?? 'allowed',
    },
  );
}

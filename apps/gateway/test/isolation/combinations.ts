import { expect } from 'vitest';
import { call, untilReached } from './call';
import { exampleInputs } from './example-inputs';
import { expectedOutcome, type Outcome } from './oracle';
import type { CallerCase } from './people';
import type { ApiProcedure } from './procedures';
import type { WriteLog } from './quiet';
import type { IsolationWorld, WorldOrganisation } from './world';
import type { Permission } from '@switchroom/contracts';

/** A place to try, and what stands between it and the callers' own organisation. */
export interface Target {
  relation: string;
  /** Undefined: there is no such organisation. */
  organisation: WorldOrganisation | undefined;
  id: string;
}

interface Denial {
  requestId: string;
  what: string;
  outcome: Outcome;
  actorId: string | undefined;
  /** Where the attempt has to stand in the audit log. */
  recordedAt: string | undefined;
}

const BESIDE = 8;

/**
 * Tries a procedure as every caller on every target and compares with the oracle. What is to be denied meets the whole real
 * gateway, and afterwards no row but those of the audit log has changed, no PBX was written to, and every denial is
 * recorded. What is to be allowed stops at the service it reaches. Returns how many combinations were tried.
 */
export async function tryAll(
  world: IsolationWorld,
  writes: WriteLog,
  procedure: ApiProcedure & { access: Permission },
  callers: readonly CallerCase[],
  targets: readonly Target[],
): Promise<number> {
  const { services } = world;
  const { path, access, type } = procedure;
  const wrong: string[] = [];
  const denials: Denial[] = [];
  const before = world.writesOnPbxs();
  await writes.take();

  const tryOne = async (one: CallerCase, target: Target) => {
    const expected = expectedOutcome(one.oracle, target.organisation, {
      permission: access,
      changes: type === 'mutation',
    });
    const ids = target.organisation === world.tree.foreignCustomer ? world.foreignIds : world.ownIds;
    const input = { ...ids, ...exampleInputs[path], organisationId: target.id };
    const what = `${path} as ${one.name} in ${target.relation}`;
    if (expected === 'reached') {
      const probe = untilReached(services);
      const { outcome } = await call(probe.services, path, one.caller, input);
      if (probe.reached() !== 1) wrong.push(`${what}: ${outcome} instead of reaching its service`);
      return;
    }
    const { outcome, requestId } = await call(services, path, one.caller, input);
    if (outcome !== expected) wrong.push(`${what}: ${outcome} instead of ${expected}`);
    const recordedAt = expected === 'not-found' ? one.actor?.home.id : target.id;
    denials.push({ requestId, what, outcome: expected, actorId: one.actor?.id, recordedAt });
  };
  const queue = callers.flatMap((one) => targets.map((target) => [one, target] as const));
  const left = queue.values();
  await Promise.all(
    Array.from({ length: BESIDE }, async () => {
      for (const [one, target] of left) await tryOne(one, target);
    }),
  );

  expect(wrong).toEqual([]);
  expect(await unrecorded(world, denials)).toEqual([]);
  expect(await writes.take(['public.audit_entries: INSERT'])).toEqual({});
  expect(world.writesOnPbxs()).toBe(before);
  return queue.length;
}

/** Denials that the audit log does not have, or has somewhere else or as somebody else. */
async function unrecorded({ sql }: IsolationWorld, denials: readonly Denial[]): Promise<string[]> {
  const rows = await sql<{ request: string; organisation: string; actor: string; result: string }>(
    `SELECT request_id AS request, organisation_id AS organisation, actor_id AS actor, result
     FROM audit_entries WHERE request_id = ANY($1)`,
    [denials.map(({ requestId }) => requestId)],
  );
  const found = new Map(rows.map((row) => [row.request, `${row.result} ${row.actor} at ${row.organisation}`]));
  return denials.flatMap(({ requestId, what, outcome, actorId, recordedAt }) => {
    // Without a person, or with one who belongs nowhere, there is no log that it could stand in.
    const wanted = outcome === 'signed-out' || actorId === undefined ? undefined : `denied ${actorId} at ${recordedAt}`;
    return found.get(requestId) === wanted ? [] : [`${what}: ${found.get(requestId)} instead of ${wanted}`];
  });
}

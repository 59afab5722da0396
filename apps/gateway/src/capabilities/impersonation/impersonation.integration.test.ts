import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMember, tenantOf, type TestOrganisation } from '../../../test/factories/index';
import { treeWorld } from '../../../test/factories/tree-world';
import { createAuditLog } from '../../audit/audit-log';
import type { Caller, SessionFacts } from '../../auth/caller';
import { createImpersonations, type Impersonations } from '../../auth/impersonations';
import { createBus } from '../../bus';
import type { GatewayBus } from '../../events';
import { silentLogger } from '../../observability/logger';
import { createAccessService } from '../session/create-access-service';
import { createImpersonationService } from './create-impersonation-service';
import type { ImpersonationService } from './impersonation.service';

const { base, tree } = treeWorld();
let bus: GatewayBus;
let impersonations: Impersonations;
let service: ImpersonationService;
const ended = new Set<string>();
const told: unknown[] = [];
beforeAll(async () => {
  bus = createBus(silentLogger);
  bus.on('access.changed', ({ userIds }) => told.push(userIds));
  const audit = createAuditLog();
  impersonations = createImpersonations({
    db: base.db,
    audit,
    bus,
    logger: silentLogger,
    stillValid: async (ids) => new Set(ids.filter((id) => !ended.has(id))),
    // Nothing here is found by looking from time to time.
    sweepMs: 3_600_000,
  });
  service = createImpersonationService({
    db: base.db,
    audit,
    bus,
    access: createAccessService({ db: base.db, audit }),
    impersonations,
  });
});
afterAll(() => impersonations[Symbol.asyncDispose]());
beforeEach(() => {
  told.length = 0;
});

type Person = Caller & { session: SessionFacts };
const request = { requestId: 'test', address: '127.0.0.1' };
async function person(organisation: TestOrganisation): Promise<Person> {
  const member = await createMember(base.db, organisation);
  return { ...member, session: { id: randomUUID(), confirmedAt: new Date(), secondFactor: false } };
}
async function memberIdOf({ id }: Caller): Promise<string> {
  const [row] = await base.sql<{ id: string }>('SELECT id FROM members WHERE user_id = $1', [id]);
  return row?.id ?? '';
}
async function start(organisation: TestOrganisation, actor: Person, target: Caller) {
  const tenant = tenantOf(organisation, { actor: { id: actor.id, name: actor.name } });
  return await service.start(tenant, actor, 'view', {
    organisationId: organisation.id,
    memberId: await memberIdOf(target),
    minutes: 15,
    reason: 'They asked us to look',
  });
}
const now = async (actor: Person) =>
  await impersonations.callerOf(
    { id: actor.session.id, user: actor, expiresAt: new Date(Date.now() + 60_000) },
    request,
  );
const ends = async (actor: Person) =>
  (
    await base.sql<{ why: string }>(
      `SELECT after ->> 'why' AS why FROM audit_entries WHERE action = 'impersonation.end' AND actor_id = $1`,
      [actor.id],
    )
  ).map(({ why }) => why);

describe('looking in', () => {
  it('is at members of the organisation and below, and at nobody else', async () => {
    const [actor, inside, beside] = [await person(tree.alpha), await person(tree.alphaOne), await person(tree.betaOne)];
    await expect(start(tree.alpha, actor, beside)).rejects.toMatchObject({ code: 'not-found' });
    await expect(start(tree.alphaTwo, actor, inside)).rejects.toMatchObject({ code: 'not-found' });
    expect(await now(actor)).toEqual(actor);
    await start(tree.alpha, actor, inside);
    expect(await now(actor)).toMatchObject({ id: inside.id, impersonation: { actor: { id: actor.id } } });
    expect(told).toEqual([[actor.id]]);
  });

  it('does not begin when it cannot be recorded', async () => {
    const [actor, target] = [await person(tree.alpha), await person(tree.alphaTwo)];
    await base.sql(`ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (action <> 'impersonation.start') NOT VALID`);
    await expect(start(tree.alpha, actor, target)).rejects.toThrow();
    await base.sql('ALTER TABLE audit_entries DROP CONSTRAINT broken');
    expect(await now(actor)).toEqual(actor);
    expect(told).toEqual([]);
  });

  it('is not for programs, and not from inside of itself', async () => {
    const [actor, target] = [await person(tree.alpha), await person(tree.alphaOne)];
    const token = { id: randomUUID(), name: 'T', organisationId: tree.alpha.id, permissions: [] };
    const tenant = tenantOf(tree.alpha);
    const input = {
      organisationId: tree.alpha.id,
      memberId: await memberIdOf(target),
      minutes: 15 as const,
      reason: 'They asked us to look',
    };
    const { session: _session, ...nobody } = actor;
    await expect(service.start(tenant, { ...nobody, token }, 'view', input)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await start(tree.alpha, actor, target);
    await expect(service.start(tenant, await now(actor), 'view', input)).rejects.toMatchObject({
      params: { reason: 'impersonation-nested' },
    });
  });

  it.each([
    ['the actor’s rights change', (actor: Caller) => ({ userIds: [actor.id] })],
    ['the person’s rights change', (_actor: Caller, target: Caller) => ({ userIds: [target.id] })],
    ['a policy changes for everybody', () => ({ userIds: 'everybody' as const })],
  ])('ends as soon as it is told that %s, and tells the actor’s pages', async (_what, changed) => {
    const [actor, target] = [await person(tree.alpha), await person(tree.alphaOne)];
    await start(tree.alpha, actor, target);
    await base.sql(`UPDATE members SET role = 'auditor' WHERE user_id = $1`, [actor.id]);
    told.length = 0;
    bus.emit('access.changed', changed(actor, target));
    await expect.poll(() => ends(actor)).toEqual(['impersonation-exceeds']);
    await expect.poll(() => told.slice(1)).toContainEqual([actor.id]);
    expect(await now(actor)).toEqual(actor);
  });

  it('goes on when what changed has nothing to do with it', async () => {
    const [actor, target] = [await person(tree.alpha), await person(tree.alphaOne)];
    await start(tree.alpha, actor, target);
    await impersonations.sweep();
    expect(await now(actor)).toMatchObject({ id: target.id });
    expect(await ends(actor)).toEqual([]);
  });

  it('ends once with a session that is gone, and with the person’s last place', async () => {
    const [one, other, target] = [await person(tree.alpha), await person(tree.alpha), await person(tree.alphaOne)];
    await start(tree.alpha, one, target);
    ended.add(one.session.id);
    await Promise.all([impersonations.sweep(), impersonations.sweep()]);
    expect(await ends(one)).toEqual(['signed-out']);
    await start(tree.alpha, other, target);
    await base.sql('DELETE FROM members WHERE user_id = $1', [target.id]);
    expect(await now(other)).toEqual(other);
    expect(await ends(other)).toEqual(['impersonation-exceeds']);
  });
});

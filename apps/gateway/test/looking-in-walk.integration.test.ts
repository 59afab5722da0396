import { randomUUID } from 'node:crypto';
import type { AnyTRPCProcedure } from '@trpc/server';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../src/api/router';
import { type ProcedureMeta, t } from '../src/api/trpc';
import { createAuditLog } from '../src/audit/audit-log';
import type { Caller } from '../src/auth/caller';
import { createAccessService } from '../src/capabilities/session/create-access-service';
import { systemScope } from '../src/db/database';
import { auditEntries } from '../src/db/schema/index';
import type { Services } from '../src/services';
import { createMember, createTree, type GatewayDatabase, gatewayDatabase, type TestTree } from './factories/index';

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>).map(
  ([path, procedure]) => ({
    path,
    type: procedure._def.type,
    access: (procedure._def.meta as ProcedureMeta | undefined)?.access,
  }),
);
const mutations = procedures.filter(({ type, access }) => type === 'mutation' && access !== 'public');
const ownAccount = procedures.filter(({ access }) => access === 'own-account');

let base: GatewayDatabase;
let tree: TestTree;
let visitor: Caller;
const reached: string[] = [];
let services: Services;
beforeAll(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  // Both may do everything there: what is denied is denied because somebody looks in.
  const [actor, target] = [await createMember(base.db, tree.provider), await createMember(base.db, tree.provider)];
  visitor = {
    ...target,
    session: { id: 'session', confirmedAt: new Date(), secondFactor: true },
    impersonation: { id: randomUUID(), mode: 'view', actor, reason: '', expiresAt: new Date(Date.now() + 60_000) },
  };
  const noted = (room: string) =>
    new Proxy({} as never, {
      get: (_target, method) => async () => {
        reached.push(`${room}.${String(method)}`);
        return {};
      },
    });
  const access = createAccessService({ db: base.db, audit: createAuditLog() });
  services = new Proxy({} as Services, {
    get: (_target, room) => (room === 'access' ? access : noted(String(room))),
  });
});
afterAll(() => base.close());

async function call(path: string, user: Caller): Promise<{ code: string; params: unknown }> {
  reached.length = 0;
  const caller = t.createCallerFactory(appRouter)({ requestId: randomUUID(), address: '127.0.0.1', user, services });
  const procedure = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], caller);
  try {
    await (procedure as (value: unknown) => Promise<unknown>)({ organisationId: tree.provider.id });
    return { code: 'ok', params: undefined };
  } catch (error) {
    const { message, cause } = error as { message: string; cause?: { params?: unknown } };
    return { code: message, params: cause?.params };
  }
}

describe('somebody who only looks in', () => {
  it.each(mutations.filter(({ access }) => access !== 'impersonating' && access !== 'own-account'))(
    'is refused $path',
    async ({ path }) => {
      expect(await call(path, visitor)).toEqual({ code: 'forbidden', params: { reason: 'view-only' } });
      expect(reached).toEqual([]);
    },
  );

  it('can end it, and that is the only change there is', async () => {
    const ends = mutations.filter(({ access }) => access === 'impersonating').map(({ path }) => path);
    expect(ends).toEqual(['impersonation.stop']);
    expect(await call('impersonation.stop', visitor)).toEqual({ code: 'ok', params: undefined });
  });
});

describe('what belongs to the account', () => {
  it('is there at all', () => expect(mutations.length).toBeGreaterThan(15));

  it.each(ownAccount)('$path is closed to whoever looks in, acts as another, or is a program', async ({ path }) => {
    const { impersonation, ...person } = visitor;
    if (impersonation === undefined) throw new Error('nobody looks in');
    const acting: Caller = { ...visitor, impersonation: { ...impersonation, mode: 'act' } };
    for (const user of [visitor, acting]) {
      expect(await call(path, user)).toEqual({ code: 'forbidden', params: { reason: 'impersonation' } });
    }
    const denials = await base.db.inScope(systemScope, (tx) =>
      tx.select().from(auditEntries).where(sql`${auditEntries.after} ->> 'attempted' = ${path}`),
    );
    expect(denials).toMatchObject(
      Array(2).fill({
        action: 'access.denied',
        result: 'denied',
        actorId: impersonation.actor.id,
        targetId: visitor.id,
      }),
    );
    const { session: _session, ...nobody } = person;
    const token = { id: randomUUID(), name: 'T', organisationId: tree.provider.id, permissions: [] };
    expect((await call(path, { ...nobody, token })).code).toBe('signed-out');
    expect(reached).toEqual([]);
  });

  it.each(mutations.filter(({ access }) => access === 'impersonating'))(
    '$path is closed to a program and to who is only themselves',
    async ({ path }) => {
      const { impersonation: _impersonation, ...person } = visitor;
      expect((await call(path, person)).code).toBe('not-found');
      const { session: _session, ...program } = person;
      const token = { id: randomUUID(), name: 'T', organisationId: tree.provider.id, permissions: [] };
      expect((await call(path, { ...program, token })).code).toBe('signed-out');
      expect(reached).toEqual([]);
    },
  );
});

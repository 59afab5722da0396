import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTree, startTestApp, type TestApp, type TestTree } from '../factories/index';
import { call } from './call';
import { addPerson, type CallerCase, lookingIn, membership, signedIn, signedOut, withToken } from './people';
import { apiProcedures } from './procedures';
import { type WriteLog, watchWrites } from './quiet';
import type { WorldOrganisation } from './world';

/** Procedures that name no organisation: about the person who calls, or their visit as somebody else. */
let gateway: TestApp;
let tree: TestTree;
let writes: WriteLog;
let person: CallerCase;
let program: CallerCase;
let viewing: CallerCase;
let acting: CallerCase;

beforeAll(async () => {
  gateway = await startTestApp();
  tree = await createTree(gateway.base.db);
  const alpha: WorldOrganisation = { ...tree.alpha, parent: undefined };
  const sql: typeof gateway.base.sql = (text, values) => gateway.base.sql(text, values);
  const db = { sql };
  const one = await addPerson(db, [membership(alpha, 'reseller-administrator')]);
  const other = await addPerson(db, [membership(alpha, 'auditor')]);
  person = signedIn('a person', one);
  program = withToken('a program', one, alpha, ['pbxs:read']);
  viewing = lookingIn('somebody looking in', 'view', one, other);
  acting = lookingIn('somebody acting', 'act', one, other);
  writes = await watchWrites(sql);
});
afterAll(() => gateway.stop());

const closed = apiProcedures.filter(({ access }) => access !== 'public');
const own = closed.filter(({ access }) => access === 'own-account');
const visits = closed.filter(({ access }) => access === 'impersonating');
const anywhere = closed.filter(({ access }) => access === 'signed-in');

async function outcomeOf(path: string, { caller }: CallerCase): Promise<string> {
  await writes.take();
  // The access check comes before the input, so none is needed for a refusal.
  const { outcome } = await call(gateway.app.services, path, caller, undefined);
  expect(await writes.take(['public.audit_entries: INSERT'])).toEqual({});
  return outcome;
}

describe('without a session', () => {
  it.each([...own, ...visits, ...anywhere])('$path is closed', async ({ path }) => {
    expect(await outcomeOf(path, signedOut)).toBe('signed-out');
  });
});

describe("one's own account", () => {
  it.each(own)('is closed to programs and to whoever looks in or acts as its person: $path', async ({ path }) => {
    expect(await outcomeOf(path, program)).toBe('signed-out');
    expect(await outcomeOf(path, viewing)).toBe('forbidden');
    expect(await outcomeOf(path, acting)).toBe('forbidden');
  });
});

describe('a visit as somebody else', () => {
  it.each(visits)('can be ended by nobody who is not on one: $path', async ({ path }) => {
    expect(await outcomeOf(path, program)).toBe('signed-out');
    expect(await outcomeOf(path, person)).toBe('not-found');
  });

  it('changes nothing by procedures that everybody may call, while it only looks', async () => {
    for (const { path } of anywhere.filter(({ type }) => type === 'mutation')) {
      expect([path, await outcomeOf(path, viewing)]).toEqual([path, 'forbidden']);
    }
    expect(own.length).toBeGreaterThan(5);
    expect(visits.length).toBeGreaterThan(0);
  });
});

import { AppError, type AppObjectForm, appFlags } from '@switchroom/contracts';
import { waitUntil } from '@switchroom/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { createApp, form, linkApp, planIn, status, linkedWorldPerTest, writes } from './testing/harness';

const at = linkedWorldPerTest({ users: 40 });

const apply = async (planId: string) => {
  await at.rooms.plans.confirm(at.world.tenant, planId);
  return await planIn(at.rooms, at.world, planId, 'verified', 'stopped');
};
const update = (guid: string, base: AppObjectForm, wanted: AppObjectForm, newPassword = false) =>
  at.rooms.appObjects.planUpdate(at.world.tenant, { pbxId: at.pbx.row.id, guid, base, form: wanted, newPassword });
const create = (wanted: AppObjectForm) =>
  at.rooms.appObjects.planCreate(at.world.tenant, { pbxId: at.pbx.row.id, form: wanted });
const rejection = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  return error;
};

describe('creating', () => {
  it('writes nothing before it is confirmed', async () => {
    const plan = await create(form());
    expect(plan.state).toBe('open');
    expect(writes(at.pbx.mock)).toEqual([]);
  });

  it('creates the object, gives it to the templates and reads everything back', async () => {
    const plan = await create(form({ templates: ['Config User', 'Config Admin'] }));
    expect(plan.operations.map(({ action, objectName }) => `${action} ${objectName}`)).toEqual([
      'create notes',
      'update Config User',
      'update Config Admin',
    ]);
    const done = await apply(plan.id);
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'verified', 'verified']);
    expect(at.pbx.mock.state.object('notes')).toMatchObject({ cn: 'Notes', h323: 'notes', hide: true });
    expect(at.pbx.mock.state.object('Config User')?.apps).toMatch(/(^|,)notes$/);
    expect(writes(at.pbx.mock)).toHaveLength(3);
  });

  it('is recorded under whoever let it be carried out, and on whose behalf', async () => {
    const plan = await create(form());
    const support = { actor: { id: 'rita', name: 'Rita' }, onBehalfOf: { id: 'carla', name: 'Carla' } };
    await at.rooms.plans.confirm({ ...at.world.tenant, ...support }, plan.id);
    await planIn(at.rooms, at.world, plan.id, 'verified');
    const rows = await at.world.base.sql(
      `select action, actor_name, on_behalf_of_name from audit_entries where pbx_id = $1 order by seq`,
      [at.pbx.row.id],
    );
    expect(rows).toEqual([
      { action: 'plan.confirm', actor_name: 'Rita', on_behalf_of_name: 'Carla' },
      { action: 'app-object.create', actor_name: 'Rita', on_behalf_of_name: 'Carla' },
    ]);
  });

  it('makes a password of 15 characters that stays on the PBX', async () => {
    const plan = await create(form());
    const [before] = await at.world.base.sql<{ sealed_secret: Buffer }>(
      'select sealed_secret from operations where plan_id = $1',
      [plan.id],
    );
    expect(before?.sealed_secret).toBeInstanceOf(Buffer);
    const done = await apply(plan.id);
    const password = String(at.pbx.mock.state.object('notes')?.pwd);
    expect(password).toHaveLength(15);
    const stored = await at.world.base.sql('select * from operations where plan_id = $1', [plan.id]);
    expect(stored[0]?.sealed_secret).toBeNull();
    const audit = await at.world.base.sql('select before, after from audit_entries where pbx_id = $1', [at.pbx.row.id]);
    expect(JSON.stringify([done, stored, audit, before])).not.toContain(password);
    expect(done.operations[0]?.unverifiable).toEqual(['password']);
  });

  it('says how many users get the app', async () => {
    const counts = await usersByTemplate();
    const direct = await create(form({ templates: ['Config User'] }));
    expect(direct.usersAffected).toBeGreaterThanOrEqual(counts['Config User'] ?? 0);
    expect((await create(form())).usersAffected).toBe(0);
  });

  it('refuses a Name and a Long Name that any object of the PBX has', async () => {
    at.pbx.mock.admin.createUser({ cn: 'Ann Lee', h323: 'ann' });
    const error = await rejection(create(form({ name: 'ann', longName: 'Config User' })));
    expect(error.code).toBe('already-exists');
    expect(error.fields?.map(({ path }) => path)).toEqual(['form.name', 'form.longName']);
  });

  it('refuses a template that is not on the PBX', async () => {
    const error = await rejection(create(form({ templates: ['Config Nobody'] })));
    expect(error.fields).toMatchObject([{ path: 'form.templates', rule: 'template-unknown' }]);
  });

  it('refuses other names for an app whose names are fixed, and warns about flags', async () => {
    const url = 'https://apps.example.test/example.test/m365/microsoft365-api';
    const error = await rejection(create(form({ url, name: 'other' })));
    expect(error.fields?.map(({ rule }) => rule)).toEqual(['name-fixed', 'name-fixed']);
    const plan = await create(form({ url, name: 'microsoft365-api', longName: 'microsoft365-api' }));
    expect(plan.warnings).toEqual([
      { key: 'required-flag', params: { flag: 'hidden', needed: 'on', app: 'microsoft365Api' } },
    ]);
  });

  it('is refused while the PBX is offline', async () => {
    await at.rooms.fleet.reconcile([]);
    expect((await rejection(create(form()))).code).toBe('pbx-offline');
  });
});

describe('updating', () => {
  const changes: [string, Partial<AppObjectForm>][] = [
    ['longName', { longName: 'Other Notes' }],
    ['displayName', { displayName: 'My notes' }],
    ['url', { url: 'http://other.example.test/x/y/acme-notes' }],
    ['hideFromDirectory', { hideFromDirectory: false }],
    ['critical', { critical: true }],
    ['name', { name: 'notes2' }],
    ['templates', { templates: ['Config Admin'] }],
  ];

  it('leaves nothing to plan once a change of any field is applied', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form({ templates: ['Config User'] }));
    let now = (await at.rooms.appObjects.get(at.world.tenant, { pbxId: at.pbx.row.id, guid })).form;
    expect(now).toEqual(form({ templates: ['Config User'] }));
    const flags = appFlags.map((flag): [string, Partial<AppObjectForm>] => [
      flag,
      { flags: { ...now.flags, [flag]: !now.flags[flag] } },
    ]);
    for (const [field, change] of [...changes, ...flags]) {
      const wanted = { ...now, ...change };
      const plan = await update(guid, now, wanted);
      const done = await apply(plan.id);
      expect({ field, state: done.state }).toEqual({ field, state: 'verified' });
      const shown = await at.rooms.appObjects.get(at.world.tenant, { pbxId: at.pbx.row.id, guid });
      expect({ field, form: shown.form }).toEqual({ field, form: wanted });
      const { code } = await rejection(update(guid, now, wanted));
      expect({ field, code }).toEqual({ field, code: 'plan-empty' });
      now = wanted;
    }
    expect((await status(at.world, at.pbx.row.id)).sync_state).toBe('in-sync');
  });

  it('writes only what changes and keeps attributes that we do not know', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const pseudo = at.pbx.mock.state.object('notes')?.pseudo as { app: object };
    at.pbx.mock.admin.updateObject('notes', { pseudo: { ...pseudo, app: { ...pseudo.app, future: 'kept' } } });
    at.pbx.mock.journal.clear();
    const wanted = form({ flags: { ...form().flags, rcc: true } });
    await apply((await update(guid, form(), wanted)).id);
    const [write] = at.pbx.mock.journal.writes();
    expect(Object.keys(write?.request ?? {}).sort()).toEqual(['api', 'guid', 'mt', 'pseudo', 'src', 'template']);
    expect(at.pbx.mock.state.app('notes')).toMatchObject({ future: 'kept', rcc: true, pbx: true, url: wanted.url });
  });

  it('renames the app in every list that names it', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form({ templates: ['Config User'] }));
    at.pbx.mock.admin.createUser({ cn: 'Ann Lee', apps: 'users,notes' });
    await usersWith('notes');
    const base = form({ templates: ['Config User'] });
    const done = await apply((await update(guid, base, { ...base, name: 'memos' })).id);
    expect(done.state).toBe('verified');
    expect(at.pbx.mock.state.object('Config User')?.apps).toMatch(/(^|,)memos$/);
    expect(at.pbx.mock.state.object('Ann Lee')?.apps).toBe('users,memos');
  });

  it('cannot be confirmed when it consists of conflicts', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    const plan = await update(guid, form(), form({ displayName: 'Mine' }));
    expect(plan.operations).toMatchObject([{ state: 'conflict', reason: { params: { fields: 'displayName' } } }]);
    expect((await rejection(at.rooms.plans.confirm(at.world.tenant, plan.id))).code).toBe('plan-outdated');
  });

  it('shows a conflict for a field that somebody else changed too, and keeps theirs', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    const plan = await update(guid, form(), form({ displayName: 'Mine', critical: true }));
    expect(plan.operations[0]?.conflicts).toEqual([
      { field: 'displayName', wire: 'dn', base: 'Notes', live: 'Theirs', desired: 'Mine' },
    ]);
    expect((await apply(plan.id)).operations).toMatchObject([
      { state: 'verified', conflicts: [{ field: 'displayName' }] },
    ]);
    expect(at.pbx.mock.state.object('notes')).toMatchObject({ dn: 'Theirs', critical: true });
  });

  it('keeps what somebody else changed in other fields', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    at.pbx.mock.admin.updateObject('notes', { dn: 'Theirs' });
    const done = await apply((await update(guid, form(), form({ critical: true }))).id);
    expect(done.state).toBe('verified');
    expect(at.pbx.mock.state.object('notes')).toMatchObject({ dn: 'Theirs', critical: true });
  });

  it('refuses to rename the App object of our own link, or to give it a new password', async () => {
    const own = at.pbx.mock.state.object(linkApp.name);
    const guid = own?.guid ?? '';
    const { form: base } = await at.rooms.appObjects.get(at.world.tenant, { pbxId: at.pbx.row.id, guid });
    expect((await rejection(update(guid, base, { ...base, name: 'other' }))).fields?.[0]?.rule).toBe('own-link');
    expect((await rejection(update(guid, base, base, true))).fields?.[0]?.rule).toBe('own-link');
  });

  it('writes a new password and says that it cannot be read back', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form());
    const before = at.pbx.mock.state.object('notes')?.pwd;
    const done = await apply((await update(guid, form(), form(), true)).id);
    expect(done.operations[0]).toMatchObject({ state: 'verified', unverifiable: ['password'] });
    expect(at.pbx.mock.state.object('notes')?.pwd).not.toBe(before);
  });
});

describe('deleting', () => {
  it('removes every reference first, then the object', async () => {
    const guid = await createApp(at.rooms, at.world, at.pbx, form({ templates: ['Config User'] }));
    at.pbx.mock.admin.createUser({ cn: 'Ann Lee', apps: 'notes' });
    at.pbx.mock.admin.createObject({ cn: 'Hub', h323: 'hub', apps: 'notes,users', pseudo: { type: 'app', app: {} } });
    await usersWith('notes');
    await objectKnown('hub');
    at.pbx.mock.journal.clear();
    const plan = await at.rooms.appObjects.planDelete(at.world.tenant, { pbxId: at.pbx.row.id, guid });
    expect(plan.operations.map(({ objectName }) => objectName).sort()).toEqual([
      'Ann Lee',
      'Config User',
      'hub',
      'notes',
    ]);
    expect(plan.operations.at(-1)).toMatchObject({ action: 'delete', objectName: 'notes' });
    const done = await apply(plan.id);
    expect(done.operations.map(({ state }) => state)).toEqual(['verified', 'verified', 'verified', 'verified']);
    expect(writes(at.pbx.mock)).toEqual(['UpdateObject', 'UpdateObject', 'UpdateObject', 'DeleteObject']);
    expect(at.pbx.mock.state.object('notes')).toBeUndefined();
    expect(at.pbx.mock.state.object('hub')?.apps).toBe('users');
    expect(
      await at.world.base.sql('select 1 from applied_objects where pbx_id = $1 and guid = $2', [at.pbx.row.id, guid]),
    ).toEqual([]);
  });

  it('refuses the App object of our own link', async () => {
    const guid = at.pbx.mock.state.object(linkApp.name)?.guid ?? '';
    const error = await rejection(at.rooms.appObjects.planDelete(at.world.tenant, { pbxId: at.pbx.row.id, guid }));
    expect(error).toMatchObject({ code: 'invalid-input', fields: [{ rule: 'own-link' }] });
  });
});

describe('deciding', () => {
  it('discards the other open plans of the PBX when one is confirmed', async () => {
    const one = await create(form());
    const two = await create(form({ name: 'memos', longName: 'Memos' }));
    await apply(two.id);
    expect((await at.rooms.plans.get(at.world.tenant, one.id)).state).toBe('discarded');
    expect((await rejection(at.rooms.plans.confirm(at.world.tenant, one.id))).code).toBe('plan-not-open');
    expect(at.pbx.mock.state.object('notes')).toBeUndefined();
  });

  it('discards an open plan and forgets its password', async () => {
    const plan = await create(form());
    expect((await at.rooms.plans.discard(at.world.tenant, plan.id)).state).toBe('discarded');
    const left = 'select 1 from operations where plan_id = $1 and sealed_secret is not null';
    expect(await at.world.base.sql(left, [plan.id])).toEqual([]);
  });

  it('writes each step to the audit log of the organisation', async () => {
    await createApp(at.rooms, at.world, at.pbx, form({ templates: ['Config User'] }));
    const entries = await at.world.base.sql<{ action: string; result: string; organisation_id: string; after: object }>(
      'select action, result, organisation_id, after from audit_entries where pbx_id = $1 order by seq',
      [at.pbx.row.id],
    );
    expect(entries.map(({ action, result }) => `${action} ${result}`)).toEqual([
      'plan.confirm allowed',
      'app-object.create allowed',
      'template.update allowed',
    ]);
    expect(entries[1]?.after).toMatchObject({ name: 'notes', password: 'changed' });
    expect(new Set(entries.map(({ organisation_id }) => organisation_id))).toEqual(
      new Set([at.pbx.row.organisationId]),
    );
  });

  it('shows a watcher every state of the plan, the present one first', async () => {
    const plan = await create(form());
    const seen: string[] = [];
    const stop = new AbortController();
    const watching = (async () => {
      for await (const view of at.rooms.plans.watch(at.world.tenant, plan.id, stop.signal)) {
        seen.push(view.state);
        if (view.state === 'open') await at.rooms.plans.confirm(at.world.tenant, plan.id);
        if (view.state === 'verified') stop.abort();
      }
    })();
    await watching;
    expect(seen[0]).toBe('open');
    expect(seen.at(-1)).toBe('verified');
  });
});

async function usersByTemplate(): Promise<Record<string, number>> {
  return await waitUntil(async () => (await status(at.world, at.pbx.row.id)).users_by_template, {
    message: 'the users',
  });
}

async function usersWith(app: string): Promise<void> {
  await waitUntil(
    async () =>
      (
        await at.world.base.sql('select 1 from snapshot_users where pbx_id = $1 and $2 = any(apps)', [
          at.pbx.row.id,
          app,
        ])
      ).length > 0,
    { message: `a user with ${app}` },
  );
}

async function objectKnown(name: string): Promise<void> {
  await waitUntil(
    async () =>
      (await at.world.base.sql('select 1 from snapshot_objects where pbx_id = $1 and name = $2', [at.pbx.row.id, name]))
        .length > 0,
    { message: `the object ${name}` },
  );
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockPbx } from '../src/index';
import { numberOfName, personName } from '../src/state/names';
import { linked, PASSWORD } from './linked';

describe('generated objects', () => {
  it('names are unique and lead back to their number', () => {
    const names = new Set<string>();
    for (let number = 0; number < 15_000; number += 1) {
      const person = personName(number, 99);
      names.add(person.h323);
      names.add(person.cn);
      expect(numberOfName(person.h323, 99)).toBe(number);
      expect(numberOfName(person.cn, 99)).toBe(number);
    }
    expect(names.size).toBe(30_000);
  });

  it('any other text is no name', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, seed) => {
        const number = numberOfName(text, seed);
        if (number !== undefined) expect([personName(number, seed).h323, personName(number, seed).cn]).toContain(text);
      }),
    );
    expect(numberOfName('ANNA.MUELLER', 0)).toBeUndefined();
  });

  it('the same seed makes the same PBX, another seed another one', () => {
    const users = (seed: number) => new MockPbx({ name: 'm', domain: 'd', users: 50, seed }).state.ofType('');
    expect(users(1)).toEqual(users(1));
    expect(users(1)).not.toEqual(users(2));
    expect(new Set(users(1).map((user) => user.guid)).size).toBe(50);
  });

  it('every object is found by guid, Name, long name and number, also after a change', () => {
    const pbx = new MockPbx({ name: 'm', domain: 'd', users: 40 });
    const { store } = pbx.core.objects;
    for (const object of store.all()) {
      expect(store.get(object.guid)).toEqual(object);
      for (const key of ['h323', 'cn', 'e164'] as const) {
        const value = object.fields[key];
        if (typeof value === 'string') expect(store.find(key, value)?.guid).toBe(object.guid);
      }
    }
    const [user] = pbx.state.ofType('');
    const old = user?.['cn'] as string;
    pbx.admin.editUser(old, { cn: 'Renamed Person', h323: 'renamed' });
    expect(store.find('cn', old)).toBeUndefined();
    expect(store.find('cn', 'Renamed Person')?.guid).toBe(user?.guid);
    pbx.admin.deleteObject('renamed');
    expect(store.find('cn', 'Renamed Person')).toBeUndefined();
    expect([...store.all()]).toHaveLength(store.factory.size - 1);
  });

  it('refuses options that make no PBX, naming them', () => {
    const base = { name: 'm', domain: 'd' };
    expect(() => new MockPbx({ ...base, users: -1 })).toThrow('users is -1');
    expect(() => new MockPbx({ ...base, name: '' })).toThrow('name is empty');
    expect(() => new MockPbx({ ...base, apps: [{ name: 'Bad Name', password: 'x' }] })).toThrow('Bad Name');
    expect(() => new MockPbx(base).admin.deleteObject('nobody')).toThrow('no object "nobody"');
  });
});

describe('state file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mock-pbx-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const options = () => ({
    name: 'master',
    domain: 'example.com',
    users: 20,
    seed: 5,
    apps: [{ name: 'attendant', password: PASSWORD }],
    stateFile: join(folder, 'state.json'),
  });

  it('keeps creations, changes, deletions, licences and configuration', async () => {
    const first = new MockPbx(options());
    const [gone, changed] = first.state.ofType('').map((user) => user['cn'] as string) as [string, string];
    const guid = first.admin.createObject({ cn: 'Made', h323: 'made', pwd: 'x' });
    first.admin.deleteObject(gone);
    first.admin.editUser(changed, { e164: '999' });
    first.admin.installLicence({ name: 'App(kept)', count: 4 });
    first.admin.setConfig({ dns: 'kept.example.com' });
    const usn = first.state.usn;
    await first.close();
    expect(readdirSync(folder)).toEqual(['state.json']);
    expect(statSync(options().stateFile).mode & 0o777).toBe(0o600);

    await using second = new MockPbx(options());
    expect(second.state.object('made')).toMatchObject({ guid, cn: 'Made', pwd: 'x' });
    expect(second.state.object(gone)).toBeUndefined();
    expect(second.state.object(changed)).toMatchObject({ e164: '999' });
    expect(second.core.config.dns).toBe('kept.example.com');
    expect(second.core.licences.list()).toContainEqual({ name: 'App(kept)', count: 4 });
    expect(second.state.usn).toBeGreaterThanOrEqual(usn);
  });

  it('writes a moment after a change over the websocket, and the given password wins', async () => {
    const world = await linked(options());
    await world.peer.admin('UpdateObject', { cn: 'Made' });
    await world[Symbol.asyncDispose]();
    expect(readFileSync(options().stateFile, 'utf8')).toContain('"Made"');
    await using again = new MockPbx({ ...options(), apps: [{ name: 'attendant', password: 'new one' }] });
    expect(again.state.object('attendant')).toMatchObject({ pwd: 'new one' });
    expect(again.state.object('Made')).toBeDefined();
  });

  it('says what to do with a damaged file or one of another PBX', async () => {
    const { stateFile } = options();
    writeFileSync(stateFile, '{"half":');
    expect(() => new MockPbx(options())).toThrow('damaged');
    rmSync(stateFile);
    const pbx = new MockPbx(options());
    pbx.admin.createUser({ cn: 'Ann Lee' });
    await pbx.close();
    expect(() => new MockPbx({ ...options(), users: 21 })).toThrow('another PBX');
  });
});

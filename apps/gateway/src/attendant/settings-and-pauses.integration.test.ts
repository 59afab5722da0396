import { waitUntil } from '@switchroom/testkit/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttendantWorld, attendantWorld } from './testing/attendant-world';

let world: AttendantWorld;
beforeEach(async () => {
  world = await attendantWorld();
  await world.licence(world.tree.provider, 'BAP', 50);
  await world.operator(world.pbx, 'ann');
  await world.operator(world.pbx, 'bob');
  await world.operator(world.foreignPbx, 'eve');
});
afterEach(() => world[Symbol.asyncDispose]());

const lunch = { text: 'Lunch', translations: { de: 'Mittagspause' } };
const meeting = { text: 'Meeting', translations: {} };

async function opened(user: string, fields: object = {}, pbx = world.pbx) {
  const console = world.console(pbx, user);
  const answer = await console.open(fields);
  expect(answer).not.toHaveProperty('error');
  return { console, answer };
}

describe('settings', () => {
  it('that changed are told to the consoles of the PBX alone, each in its language, and only when they see it', async () => {
    const { console: german } = await opened('ann', { locale: 'de' });
    const { console: english } = await opened('bob');
    const { console: foreign } = await opened('eve', {}, world.foreignPbx);
    world.settings.set(world.pbx.id, { 'attendant.retentionDays': 30, 'attendant.pauseReasons': [lunch, meeting] });
    world.room.settingsChanged([world.pbx.id, world.siblingPbx.id]);
    const settings = { retentionDays: 30, minLookupLength: 6 };
    const pauseReasons = (text: string) => [
      { key: 'Lunch', text },
      { key: 'Meeting', text: 'Meeting' },
    ];
    expect(await german.told('SettingsInfo')).toMatchObject({
      settings: { ...settings, pauseReasons: pauseReasons('Mittagspause') },
      src: 'r1',
    });
    expect(await english.told('SettingsInfo')).toMatchObject({
      settings: { ...settings, pauseReasons: pauseReasons('Lunch') },
    });
    world.settings.set(world.pbx.id, { 'attendant.panic.number': '*112#' });
    world.room.settingsChanged([world.pbx.id]);
    world.settings.set(world.pbx.id, { 'attendant.skystonePrefix': '8' });
    world.room.settingsChanged([world.pbx.id]);
    expect(await english.told('SettingsInfo', 2)).toMatchObject({ settings: { skystone: true } });
    expect(foreign.infos('SettingsInfo')).toEqual([]);
    expect(JSON.stringify(english.frames)).not.toContain('*112#');
  });

  it('that could not be read are told as soon as they can be', async () => {
    const { console } = await opened('ann');
    world.settings.set(world.pbx.id, { 'attendant.searchMaxResults': 7 });
    world.settings.failures.push(new Error('no database'));
    world.room.settingsChanged([world.pbx.id]);
    await waitUntil(() => world.logger.lines.some(({ level }) => level === 'error'), { message: 'the failure' });
    expect(console.infos('SettingsInfo')).toEqual([]);
    await world.clock.advance(10_000);
    expect(await console.told('SettingsInfo')).toMatchObject({ settings: { searchMaxResults: 7 } });
  });

  it('show the panic button as ready only while a press would reach somebody', async () => {
    world.settings.set(world.pbx.id, { 'attendant.panic.enabled': true, 'attendant.panic.number': '112' });
    const { console, answer } = await opened('ann');
    expect(answer).toMatchObject({ link: { state: 'down' }, settings: { panic: { enabled: true, ready: false } } });
    expect(answer.link).not.toHaveProperty('since');
    world.links.set(world.pbx.id, 'online');
    expect(console.infos('LinkInfo')).toMatchObject([{ link: { state: 'up' }, src: 'r1' }]);
    expect(console.infos('SettingsInfo')).toMatchObject([{ settings: { panic: { enabled: true, ready: true } } }]);
    world.links.set(world.foreignPbx.id, 'offline');
    world.links.set(world.pbx.id, 'connecting');
    world.links.set(world.pbx.id, 'offline');
    expect(console.infos('LinkInfo')).toMatchObject([{}, { link: { state: 'down' } }]);
    expect(console.infos('SettingsInfo')).toMatchObject([{}, { settings: { panic: { ready: false } } }]);
    world.links.set(world.pbx.id, 'online');
    world.settings.set(world.pbx.id, { 'attendant.panic.number': 'ask Bob' });
    world.room.settingsChanged([world.pbx.id]);
    expect(await console.told('SettingsInfo', 4)).toMatchObject({ settings: { panic: { ready: false } } });
  });
});

describe('a pause', () => {
  it('asks for nothing without reasons, and is told to every console of the operator', async () => {
    const { console: one } = await opened('ann');
    const { console: two } = await opened('ann');
    const { console: other } = await opened('bob');
    const at = '2026-01-01T00:00:00.000Z';
    expect(await one.ask('Pause', { reason: 'Lunch' })).toMatchObject({ error: 'unknown-reason' });
    expect(await one.ask('Pause')).toMatchObject({ pause: { paused: true, since: at } });
    expect(await two.told('PauseInfo')).toMatchObject({ pause: { paused: true, since: at }, src: 'r1' });
    expect(await two.ask('Pause')).toMatchObject({ error: 'already-paused' });
    await world.clock.advance(5000);
    expect(await two.ask('Resume')).toMatchObject({ pause: { paused: false, since: '2026-01-01T00:00:05.000Z' } });
    expect(await one.told('PauseInfo', 2)).toMatchObject({ pause: { paused: false } });
    expect(await one.ask('Resume')).toMatchObject({ error: 'not-paused' });
    expect(other.infos('PauseInfo')).toEqual([]);
    expect(await world.pauses()).toEqual([
      { user: 'ann', reason: null, started: new Date(at), ended: new Date('2026-01-01T00:00:05.000Z') },
    ]);
  });

  it('has the only reason there is, or the chosen one of several, each console in its language', async () => {
    world.settings.set(world.pbx.id, { 'attendant.pauseReasons': [lunch] });
    const { console: german } = await opened('ann', { locale: 'de' });
    const { console: english } = await opened('ann');
    expect(await german.ask('Pause')).toMatchObject({ pause: { reason: { key: 'Lunch', text: 'Mittagspause' } } });
    expect(await english.told('PauseInfo')).toMatchObject({ pause: { reason: { key: 'Lunch', text: 'Lunch' } } });
    await german.ask('Resume');
    world.settings.set(world.pbx.id, { 'attendant.pauseReasons': [lunch, meeting] });
    world.room.settingsChanged([world.pbx.id]);
    await german.told('SettingsInfo');
    expect(await german.ask('Pause')).toMatchObject({
      error: 'reason-required',
      errorText: 'Wählen Sie einen Pausengrund.',
      details: {
        reasons: [
          { key: 'Lunch', text: 'Mittagspause' },
          { key: 'Meeting', text: 'Meeting' },
        ],
      },
    });
    expect(await german.ask('Pause', { reason: 'Meeting' })).toMatchObject({ pause: { reason: { key: 'Meeting' } } });
    expect((await world.pauses()).map(({ reason }) => reason)).toEqual(['Lunch', 'Meeting']);
  });

  it('lasts while the console is away for a short time, also with a reason that is no longer offered', async () => {
    world.settings.set(world.pbx.id, { 'attendant.pauseReasons': [lunch] });
    const { console } = await opened('ann');
    await console.ask('Pause');
    console.transport.end();
    world.settings.set(world.pbx.id, { 'attendant.pauseReasons': [] });
    await world.clock.advance(70_000);
    const { answer } = await opened('ann', { locale: 'de' });
    expect(answer).toMatchObject({
      pause: { paused: true, since: '2026-01-01T00:00:00.000Z', reason: { key: 'Lunch', text: 'Lunch' } },
    });
  });

  it('ends when the last console has been gone for long, at the moment at which that one went', async () => {
    const { console } = await opened('ann');
    const { console: other } = await opened('bob');
    await other.ask('Pause');
    await console.ask('Pause');
    await world.clock.advance(20_000);
    await console.ask('CloseSession');
    for (let second = 0; second < 70; second += 10) {
      await world.clock.advance(10_000);
      await other.ask('Heartbeat');
    }
    expect((await world.pauses()).map(({ ended }) => ended)).toEqual([null, null]);
    for (let second = 0; second < 20; second += 10) {
      await world.clock.advance(10_000);
      await other.ask('Heartbeat');
    }
    await waitUntil(async () => (await world.pauses()).some(({ ended }) => ended !== null), { message: 'the end' });
    expect(await world.pauses()).toMatchObject([
      { user: 'ann', ended: new Date('2026-01-01T00:00:20.000Z') },
      { user: 'bob', ended: null },
    ]);
    expect((await opened('ann')).answer).toMatchObject({ pause: { paused: false } });
  });
});

import type { SettingValue } from '@switchroom/contracts';
import { expect, it } from 'vitest';
import { recordingLogger } from '../link/testing/fakes';
import type { SettingsSource } from './port';
import { ConsoleSession } from './session';
import { Sessions } from './sessions';
import { SettingsPush } from './settings-push';
import { readSettings } from './settings-view';
import { Tasks } from './tasks';

const operator = {
  operatorId: 'op-1',
  pbxId: 'pbx-1',
  organisationId: 'org-1',
  organisationPath: '/org-1/',
  userName: 'ann',
  displayName: 'Ann',
  consoleType: 'BAP',
  supervisor: false,
  devices: [],
} as const;

/** Answers when the test says so, in the order that the test wants. */
class SlowSource implements SettingsSource {
  results = 200;
  readonly answers: (() => void)[] = [];

  async effective<Key extends string>(_target: { pbxId: string }, keys: readonly Key[]) {
    const { results } = this;
    await new Promise<void>((resolve) => {
      this.answers.push(resolve);
    });
    return Object.fromEntries(keys.map((key) => [key, valueOf(key, results)])) as Record<Key, SettingValue>;
  }
}

function valueOf(key: string, results: number): SettingValue {
  if (key === 'attendant.searchMaxResults') return results;
  if (key === 'attendant.pauseReasons') return [];
  if (/Days|Length/.test(key)) return 10;
  return /enabled|see|show/.test(key) ? false : '';
}

async function world() {
  const settings = new SlowSource();
  const sessions = new Sessions();
  const logger = recordingLogger();
  const sent: unknown[] = [];
  const wire = {
    send: (text: string) => sent.push(JSON.parse(text)),
    release: () => undefined,
    close: () => undefined,
  };
  const first = readSettings(settings, 'pbx-1');
  settings.answers.shift()?.();
  const facts = { operator, type: 'BAP', language: 'en', src: undefined } as const;
  const state = { wire, settings: await first, link: { state: 'up' }, now: 0 } as const;
  sessions.add(new ConsoleSession('s-1', facts, state));
  const tasks = new Tasks(logger);
  return { settings, sent, tasks, push: new SettingsPush({ settings, sessions, tasks, logger }) };
}

it('reads after everybody has heard of the change, so that what is kept elsewhere is forgotten by then', async () => {
  const { settings, sent, tasks, push } = await world();
  push.changed(['pbx-1']);
  // Who keeps settings hears of it later within the same moment.
  settings.results = 17;
  await Promise.resolve();
  settings.answers.shift()?.();
  await tasks.idle();
  expect(sent).toMatchObject([{ mt: 'SettingsInfo', settings: { searchMaxResults: 17 } }]);
});

it('lets the newest reading win, whichever is answered last', async () => {
  const { settings, sent, tasks, push } = await world();
  settings.results = 1;
  push.changed(['pbx-1']);
  await Promise.resolve();
  settings.results = 2;
  push.changed(['pbx-1']);
  await Promise.resolve();
  for (const answer of settings.answers.splice(0).toReversed()) answer();
  await tasks.idle();
  expect(sent).toMatchObject([{ settings: { searchMaxResults: 2 } }]);
});

it('asks nothing where nobody is to be told', async () => {
  const { settings, tasks, push } = await world();
  push.changed(['pbx-2']);
  await tasks.idle();
  expect(settings.answers).toEqual([]);
});

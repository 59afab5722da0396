import { FakeClock } from '@switchroom/testkit/vitest';
import { expect, it } from 'vitest';
import type { Database } from '../db/database';
import { clockOf, recordingLogger } from '../link/testing/fakes';
import { Endings } from './endings';
import { ConsoleSession } from './session';
import { Sessions } from './sessions';

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
const settings = {
  minLookupLength: 6,
  searchMaxResults: 200,
  retentionDays: 10,
  clientUpdatesUrl: '',
  skystonePrefix: '',
  seeAllParkedCalls: true,
  showRemoteParty: true,
  panicEnabled: false,
  panicNumber: '',
  pauseReasons: [],
};

/** Endings over a database that is away until the test says so. */
function world() {
  const sessions = new Sessions();
  const logger = recordingLogger();
  const sent: string[] = [];
  let away = true;
  let writes = 0;
  const inScope = async () => {
    if (away) throw new Error('no database');
    writes += 1;
  };
  const db = { inScope } as unknown as Database;
  const clock = clockOf(new FakeClock());
  const wire = {
    send: (text: string) => sent.push(text),
    release: () => sent.push('released'),
    close: (code: number, why: string) => sent.push(`closed ${code} ${why}`),
  };
  const facts = { operator, type: 'BAP', language: 'en', src: undefined } as const;
  const session = new ConsoleSession('s-1', facts, { wire, settings, link: { state: 'up' }, now: 0 });
  sessions.add(session);
  return {
    sessions,
    session,
    sent,
    logger,
    endings: new Endings({ db, sessions, clock, logger }),
    writes: () => writes,
    comeBack: () => {
      away = false;
    },
  };
}

it('frees the seat and tells the console while the database is away, and writes it down once that is back', async () => {
  const { sessions, session, sent, logger, endings, writes, comeBack } = world();
  await endings.end(session, 'silent');
  expect(sessions.all()).toEqual([]);
  expect(sent).toEqual([expect.stringContaining('"ended":"silent"'), 'closed 1000 silent']);
  expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
  endings.tidy();
  expect(endings.isEnding('s-1')).toBe(true);
  comeBack();
  await endings.flush();
  await endings.flush();
  expect(writes()).toBe(1);
  // Whoever read the row just before still learns that it is over.
  expect(endings.isEnding('s-1')).toBe(true);
  endings.tidy();
  expect(endings.isEnding('s-1')).toBe(false);
});

it('lets go of the websocket without a word when the console asked for it, and ends nothing twice', async () => {
  const { session, sent, endings, writes, comeBack } = world();
  comeBack();
  await endings.end(session, 'closed');
  await endings.end(session, 'silent');
  expect(sent).toEqual(['released']);
  expect(writes()).toBe(1);
});

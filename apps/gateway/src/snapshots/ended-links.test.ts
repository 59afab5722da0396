import { FakeClock } from '@switchroom/testkit/vitest';
import { expect, it } from 'vitest';
import { createBus } from '../bus';
import type { Database } from '../db/database';
import { clockOf, recordingLogger } from '../link/testing/fakes';
import { EndedLinks } from './ended-links';

function setUp() {
  const fake = new FakeClock();
  const logger = recordingLogger();
  const database = { transactions: 0, away: false };
  const db = {
    inScope: () => {
      database.transactions += 1;
      return database.away ? Promise.reject(new Error('away')) : Promise.resolve(new Set(['a']));
    },
  } as unknown as Database;
  const bus = createBus(logger);
  const told: string[] = [];
  bus.on('sync.changed', ({ pbxId, state }) => told.push(`${pbxId} ${state}`));
  const ended = new EndedLinks({
    db,
    fleet: { epoch: () => undefined },
    bus,
    logger,
    clock: clockOf(fake),
    retryMs: 1000,
  });
  return { fake, database, told, ended };
}

it('writes thousands of ends in one transaction and tells of those that changed', async () => {
  const { fake, database, told, ended } = setUp();
  for (let index = 0; index < 5000; index += 1) ended.add({ pbxId: `p${index}`, organisationId: 'o' });
  ended.add({ pbxId: 'a', organisationId: 'o' });
  await fake.advance(100);
  expect(database.transactions).toBe(1);
  expect(told).toEqual(['a unknown']);
  await ended[Symbol.asyncDispose]();
  expect(fake.pendingTimers).toBe(0);
});

it('tries again while the database is away, and stops trying when it is disposed', async () => {
  const { fake, database, told, ended } = setUp();
  database.away = true;
  ended.add({ pbxId: 'a', organisationId: 'o' });
  await fake.advance(2500);
  expect(database.transactions).toBe(3);
  database.away = false;
  await fake.advance(1100);
  expect(told).toEqual(['a unknown']);
  database.away = true;
  ended.add({ pbxId: 'a', organisationId: 'o' });
  await ended[Symbol.asyncDispose]();
  expect(database.transactions).toBe(5);
  expect(fake.pendingTimers).toBe(0);
});

import { waitUntil } from '@switchroom/testkit/vitest';
import { expect, it } from 'vitest';
import { createBus } from '../../bus';
import type { Database } from '../../db/database';
import type { SecretBox } from '../../db/secrets-port';
import type { Logger } from '../../observability/logger-port';
import { TargetFeed } from './targets';

it('reconciles after a change although the database was away when it was told', async () => {
  const errors: string[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_fields, text) => errors.push(text),
  };
  let tries = 0;
  const db = {
    inScope: () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('away')) : Promise.resolve([]);
    },
  } as unknown as Database;
  const bus = createBus(logger);
  const reconciled: number[] = [];
  const fleet = {
    reconcile: (targets: readonly unknown[]) => {
      reconciled.push(targets.length);
      return Promise.resolve();
    },
  };
  await using _feed = new TargetFeed(db, {} as SecretBox, fleet, bus, logger, 1);
  bus.emit('targets.changed', { pbxId: 'p', organisationId: 'o' });
  await waitUntil(() => reconciled.length > 0, { message: 'the fleet to be reconciled' });
  expect(tries).toBe(3);
  expect(errors).toHaveLength(2);
});

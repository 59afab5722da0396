import type { AuditLog } from '../../audit/port';
import type { Database } from '../../db/database';
import { keysChannel, NotificationListener } from '../../db/notifications';
import type { GatewaySecrets } from '../../db/secrets';
import type { Logger } from '../../observability/logger-port';
import { createKeysService } from './create-keys-service';
import { KeyWork } from './key-work';
import type { KeysService } from './keys.service';

/** The keys' service and the work behind it. */
export interface KeyRoom extends AsyncDisposable {
  service: KeysService;
  /** Goes on with what an earlier process left, and listens for keys that the command line makes. */
  start(): Promise<void>;
}

export function createKeyRoom(options: {
  db: Database;
  databaseUrl: string;
  secrets: GatewaySecrets;
  audit: AuditLog;
  logger: Logger;
  graceMs?: number | undefined;
}): KeyRoom {
  const work = new KeyWork(options);
  const listener = new NotificationListener({
    url: options.databaseUrl,
    channel: keysChannel,
    logger: options.logger,
    onMessage: () => work.wake(),
  });
  return {
    service: createKeysService({ ...options, work }),
    async start() {
      await listener.start();
      work.wake();
    },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await work[Symbol.asyncDispose]();
    },
  };
}

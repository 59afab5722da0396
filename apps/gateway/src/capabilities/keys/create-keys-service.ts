import { sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { type Database, systemScope } from '../../db/database';
import { keysChannel } from '../../db/notifications';
import { keyUse } from '../../db/reseal';
import type { GatewaySecrets } from '../../db/secrets';
import type { KeyWork } from './key-work';
import type { KeysService } from './keys.service';
import { aboutKey } from './record-own-work';

/** What keys there are, and new ones; the work that follows is `work`'s. */
export function createKeysService(options: {
  db: Database;
  audit: AuditLog;
  secrets: GatewaySecrets;
  work: Pick<KeyWork, 'wake' | 'state'>;
}): KeysService {
  const { db, audit, secrets, work } = options;
  const state: KeysService['state'] = async () => {
    const keys = await db.inScope(systemScope, keyUse);
    return { keyEncryptionKey: secrets.keyEncryptionKey(), dataKeys: keys.toReversed(), ...work.state };
  };
  return {
    state,
    async rotate(tenant, kind) {
      if (kind === 'key-file') {
        await secrets.replaceKeyFile((tx, change) =>
          audit.append(
            tx,
            tenant,
            aboutKey(
              'keys.wrapped',
              { id: change.to, name: 'key-encryption key' },
              {
                before: { fingerprint: change.from },
                after: { fingerprint: change.to, dataKeys: change.dataKeys },
              },
            ),
          ),
        );
      } else {
        await db.inScope(systemScope, async (tx) => {
          const before = secrets.currentKeyId();
          const id = await secrets.addDataKey(tx);
          await audit.append(
            tx,
            tenant,
            aboutKey('keys.rotate', { id, name: 'data key' }, { before: { current: before }, after: { current: id } }),
          );
          // Another gateway that waits for this one's end seals nothing yet, but it may hold the old keys only.
          await tx.execute(sql`select pg_notify(${keysChannel}, ${id})`);
        });
        await secrets.refresh();
        work.wake();
      }
      return await state();
    },
  };
}

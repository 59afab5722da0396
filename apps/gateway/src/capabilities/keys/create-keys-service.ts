import type { AuditLog } from '../../audit/port';
import { type Database, systemScope } from '../../db/database';
import { keyUse } from '../../db/reseal';
import type { GatewaySecrets } from '../../db/secrets';
import type { KeyWork } from './key-work';
import type { KeysService } from './keys.service';
import { makeDataKey, type RecordKeys, recordRewrapped } from './make-keys';

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
    const { phase, unreadable } = work.state;
    return {
      keyEncryptionKey: secrets.keyEncryptionKey(),
      dataKeys: keys.toReversed(),
      // An older key is work, also in the moment before it has begun.
      phase: phase === 'idle' && keys.length > 1 ? 'sealing' : phase,
      unreadable,
    };
  };
  return {
    state,
    async rotate(tenant, kind) {
      const record: RecordKeys = (tx, entry) => audit.append(tx, tenant, entry);
      if (kind === 'key-file') await secrets.replaceKeyFile(recordRewrapped(record));
      else await makeDataKey(db, secrets, record);
      work.wake();
      return await state();
    },
  };
}

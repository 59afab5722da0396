import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import { systemSecret } from '../db/system-secrets';
import type { Logger } from '../observability/logger-port';
import { createAuditLog } from './audit-log';
import { AuditKeeper } from './keeper';
import type { AuditLog } from './port';
import { type CheckpointSigner, createCheckpointSigner } from './signing';

export interface AuditRoomOptions {
  db: Database;
  secrets: SecretBox;
  logger: Logger;
}

/** The audit log with everything that goes on around it. */
export interface AuditRoom extends AsyncDisposable {
  log: AuditLog;
  signer: CheckpointSigner;
  /** Begins the daily work. */
  start(): void;
}

/** @throws {Error} when the keys of the log are not those of this installation; the message names the cure */
export async function createAuditRoom({ db, secrets, logger }: AuditRoomOptions): Promise<AuditRoom> {
  const markKey = await systemSecret(db, secrets, 'audit-marks', () => randomBytes(32).toString('base64'));
  const log = createAuditLog({ markKey: Buffer.from(markKey, 'base64') });
  const signer = await createCheckpointSigner(db, secrets);
  const keeper = new AuditKeeper({ db, audit: log, signer, logger });
  return {
    log,
    signer,
    start: () => keeper.start(),
    async [Symbol.asyncDispose]() {
      await keeper[Symbol.asyncDispose]();
    },
  };
}

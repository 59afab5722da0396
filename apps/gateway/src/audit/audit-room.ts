import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import { systemSecret } from '../db/system-secrets';
import type { Logger } from '../observability/logger-port';
import { createAuditLog } from './audit-log';
import { DenialWindows } from './denial-windows';
import { Forwarding, type ForwardingOptions } from './forward/forwarding';
import { AuditKeeper } from './keeper';
import type { AuditLog } from './port';
import { type CheckpointSigner, createCheckpointSigner } from './signing';

export interface AuditRoomOptions {
  db: Database;
  secrets: SecretBox;
  logger: Logger;
  /** Judges where entries are forwarded to. */
  receivers: ForwardingOptions['guard'];
}

/** The audit log with everything that goes on around it. */
export interface AuditRoom extends AsyncDisposable {
  log: AuditLog;
  signer: CheckpointSigner;
  forwarding: Forwarding;
  /** Begins the daily work and the forwarding. */
  start(): Promise<void>;
}

/** @throws {Error} when the keys of the log are not those of this installation; the message names the cure */
export async function createAuditRoom({ db, secrets, logger, receivers }: AuditRoomOptions): Promise<AuditRoom> {
  const markKey = await systemSecret(db, secrets, 'audit-marks', () => randomBytes(32).toString('base64'));
  const denials = new DenialWindows((error) => logger.error({ err: error }, 'further denials could not be recorded'));
  const log = createAuditLog({ markKey: Buffer.from(markKey, 'base64'), denials });
  const signer = await createCheckpointSigner(db, secrets);
  const keeper = new AuditKeeper({ db, audit: log, signer, logger });
  const forwarding = new Forwarding({ db, logger, guard: receivers });
  return {
    log,
    signer,
    forwarding,
    async start() {
      keeper.start();
      await forwarding.start();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([
        denials[Symbol.asyncDispose](),
        keeper[Symbol.asyncDispose](),
        forwarding[Symbol.asyncDispose](),
      ]);
    },
  };
}

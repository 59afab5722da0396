import { type GatewayDatabase, tenantOf, type TestOrganisation, testSecretBox } from '../../../test/factories/index';
import { systemScope } from '../../db/database';
import { auditEntries } from '../../db/schema/index';
import type { AuditEntry } from '../audit-log';
import { createAuditLog } from '../audit-log';
import type { AuditLog } from '../port';
import { type CheckpointSigner, createCheckpointSigner } from '../signing';
import { makeCheckpoint } from '../checkpoints';
import { verifyChain, type VerifyOptions } from '../verify-chain';

/** The audit log of a database, with a clock that tests set. */
export class TestLog {
  /** What the log takes for now. */
  now = new Date('2026-01-01T00:00:00Z');
  readonly audit: AuditLog = createAuditLog({ now: () => this.now });

  #signer: CheckpointSigner | undefined;

  constructor(readonly base: GatewayDatabase) {}

  static async on(base: GatewayDatabase): Promise<TestLog> {
    const log = new TestLog(base);
    await log.open();
    return log;
  }

  async open(): Promise<void> {
    this.#signer = await createCheckpointSigner(this.base.db, await testSecretBox(this.base.db));
  }

  get signer(): CheckpointSigner {
    if (this.#signer === undefined) throw new Error('the log is not open yet');
    return this.#signer;
  }

  /** `count` entries, each `stepMs` after the one before. */
  async append(organisation: TestOrganisation, count = 1, stepMs = 60_000): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      this.now = new Date(this.now.getTime() + stepMs);
      await this.base.db.inScope(organisation, (tx) =>
        this.audit.append(tx, tenantOf(organisation), {
          action: 'test',
          target: { kind: 'pbx', id: 'p', name: 'PBX' },
          after: { index },
        }),
      );
    }
  }

  checkpoint = (organisation: TestOrganisation) =>
    this.base.db.inScope(systemScope, (tx) => makeCheckpoint(tx, this.signer, organisation.id, this.now));

  verify = (organisation: TestOrganisation, options: VerifyOptions = {}) =>
    this.base.db.inScope(organisation, (tx) =>
      verifyChain(tx, organisation.id, { publicKey: this.signer.publicKey, ...options }),
    );

  /** Past the triggers, as somebody with the server's superuser rights could. */
  async tamper(text: string, values: unknown[] = []): Promise<void> {
    for (const table of ['audit_entries', 'audit_checkpoints']) {
      await this.base.sql(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    await this.base.sql(text, values);
    for (const table of ['audit_entries', 'audit_checkpoints']) {
      await this.base.sql(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    }
  }

  /** An entry as it stands in the table. */
  async entry(organisation: TestOrganisation, seq: number): Promise<AuditEntry> {
    const rows = await this.base.db.inScope(organisation, (tx) => tx.select().from(auditEntries));
    const found = rows.find((row) => row.organisationId === organisation.id && row.seq === seq);
    if (found === undefined) throw new Error(`there is no entry ${seq}`);
    return found;
  }
}

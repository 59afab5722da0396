import { AppError } from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import { type Database, systemScope } from '../../db/database';
import { openLinkPassword } from '../../db/link-password';
import { organisations, pbxs } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';
import type { GatewayBus } from '../../events';
import type { Fleet, PbxTarget } from '../../fleet/port';
import type { Logger } from '../../observability/logger-port';

/** It, or one above it, is archived; the archived ones are read once for the whole query. */
const archived = sql`(string_to_array(trim(both '/' from ${organisations.path}), '/')::uuid[]
  && array(select above.id from ${organisations} above where above.archived_at is not null))`;

/**
 * The enabled rows of organisations that are not archived, as link targets. Passwords stay sealed until a login asks for
 * one.
 */
export async function loadTargets(db: Database, secrets: SecretBox): Promise<PbxTarget[]> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ row: pbxs })
      .from(pbxs)
      .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
      .where(and(eq(pbxs.enabled, true), sql`not ${archived}`)),
  );
  return rows.map(({ row }) => ({
    pbxId: row.id,
    organisationId: row.organisationId,
    version: row.linkVersion,
    direction: row.direction,
    appObjectName: row.appObjectName,
    appName: row.appName,
    domain: row.domain ?? undefined,
    instance: row.instance ?? undefined,
    address: row.address ?? undefined,
    pinnedCertificate: row.pinnedCertificate ?? undefined,
    pinnedFingerprint: row.pinnedFingerprint ?? undefined,
    password: () => openPassword(db, secrets, row.id),
  }));
}

async function openPassword(db: Database, secrets: SecretBox, pbxId: string): Promise<string> {
  const password = await db.inScope(systemScope, (tx) => openLinkPassword(tx, secrets, pbxId));
  if (password === undefined)
    throw new AppError('not-found', { message: `no link password is stored for PBX ${pbxId}` });
  return password;
}

/**
 * Feeds the reconciler: once at the start and after each change of the desired rows. Changes that come while one run
 * is under way lead to one more run, not to many.
 */
export class TargetFeed implements AsyncDisposable {
  #running: Promise<void> | undefined;
  #again = false;
  #retry: NodeJS.Timeout | undefined;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly db: Database,
    private readonly secrets: SecretBox,
    private readonly fleet: Pick<Fleet, 'reconcile'>,
    bus: GatewayBus,
    private readonly logger: Logger,
    private readonly retryMs = 2000,
  ) {
    this.#unsubscribe = bus.on('targets.changed', () => this.#runSurely());
  }

  /** Nobody tells of this change again, so a run that fails is repeated until one succeeds. */
  #runSurely(): void {
    this.run().catch((error: unknown) => {
      this.logger.error({ err: error }, 'the fleet could not be reconciled; trying again');
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#runSurely(), this.retryMs);
    });
  }

  /** Resolves when the fleet equals the rows as they are now. */
  run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#loop().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #loop(): Promise<void> {
    do {
      this.#again = false;
      await this.fleet.reconcile(await loadTargets(this.db, this.secrets));
    } while (this.#again);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    await this.#running?.catch(() => undefined);
    clearTimeout(this.#retry);
  }
}

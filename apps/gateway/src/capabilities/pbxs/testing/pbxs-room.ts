import { AppError, type ListPbxsInput, listPbxsInput } from '@switchroom/contracts';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  testSecretBox,
  type TestTree,
} from '../../../../test/factories/index';
import type { AuditLog, AuditRecord } from '../../../audit/port';
import type { SecretBox } from '../../../db/secrets-port';
import type { GatewayBus, GatewayEventMap } from '../../../events';
import { createAddressGuard, type ResolveAll } from '../../../net/address-policy';
import { createPbxsService } from '../create-pbxs-service';
import type { PbxsService } from '../pbxs.service';

/** A bus that keeps nothing back: enough to see what a service says. */
class TestBus implements GatewayBus {
  readonly said: { event: string; payload: unknown }[] = [];
  readonly #handlers = new Map<string, Set<(payload: never) => void>>();
  emit<E extends keyof GatewayEventMap>(event: E, payload: GatewayEventMap[E]): void {
    this.said.push({ event, payload });
    for (const handler of this.#handlers.get(event) ?? []) handler(payload as never);
  }
  on<E extends keyof GatewayEventMap>(event: E, handler: (payload: GatewayEventMap[E]) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    handlers.add(handler as (payload: never) => void);
    this.#handlers.set(event, handlers);
    return () => handlers.delete(handler as (payload: never) => void);
  }
  forget(): void {
    this.said.length = 0;
    this.#handlers.clear();
  }
}

/** `inside.example` leads to the metadata service of a cloud, every other name to a public address. */
const resolveTestName: ResolveAll = (host, done) =>
  done(null, [{ address: host === 'inside.example' ? '169.254.169.254' : '93.184.216.34', family: 4 }]);

/** For a test file: the service over a database of its own, and for each test a new tree and nothing said yet. Empty before. */
export function pbxsRoom() {
  const database = {} as GatewayDatabase;
  const secrets = {} as SecretBox;
  const tree = {} as TestTree;
  const service = {} as PbxsService;
  const bus = new TestBus();
  /** What was appended to the audit log. */
  const records: AuditRecord[] = [];
  /** PBXes whose links were asked to try again at once. */
  const retried: string[] = [];
  const audit: AuditLog = {
    secretMark: () => 'hmac-sha256:00000000000000000000000000000000',
    denied: (_kind, write) => write(undefined),
    append: (_tx, _tenant, record) => {
      records.push(record);
      return Promise.resolve();
    },
  };
  beforeAll(async () => {
    Object.assign(database, await gatewayDatabase());
    Object.assign(secrets, await testSecretBox(database.db));
    const made = createPbxsService({
      db: database.db,
      audit,
      secrets,
      bus,
      gatewayUrl: 'https://gateway.example.com',
      pbxAddresses: createAddressGuard('pbx', ['loopback'], resolveTestName),
      fleet: { retryNow: (pbxId) => retried.push(pbxId) },
      snapshots: { refresh: () => Promise.resolve() },
    });
    Object.assign(service, made);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    Object.assign(tree, await createTree(database.db));
    bus.forget();
    records.length = 0;
    retried.length = 0;
  });
  return { database, secrets, tree, service, bus, records, retried };
}

export function listInput(organisationId: string, input: Partial<ListPbxsInput> = {}): ListPbxsInput {
  return listPbxsInput.parse({ organisationId, ...input });
}

export async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('an AppError was expected', { cause: error });
  return error;
}

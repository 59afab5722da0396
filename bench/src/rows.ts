import { randomUUID } from 'node:crypto';
import { createOrganisation, createPbx, type TestOrganisation, testSecretBox } from '@switchroom/gateway/testing';
import { createDatabase, systemScope } from '@switchroom/gateway/database';

export interface BenchPbx {
  id: string;
  name: string;
}

/** What a fleet of rows needs: where, how many, and how each is reached. */
export interface FleetRows {
  databaseUrl: string;
  /** Key-encryption key of the gateway under test, so that it can open the passwords. */
  key: string;
  password: string;
  appObjectName: string;
  inbound: number;
  /** Address of the n-th outbound PBX. */
  outbound: readonly { name: string; address: string }[];
}

/** Inserts the PBX rows below the provider, spread over twenty customers. */
export async function insertFleet(rows: FleetRows): Promise<BenchPbx[]> {
  const db = createDatabase({ url: rows.databaseUrl, applicationName: 'switchroom-bench', max: 4 });
  try {
    const secrets = await testSecretBox(db, rows.key);
    const [provider] = await db.inScope(systemScope, (tx) => tx.query.organisations.findMany({ limit: 1 }));
    if (!provider) throw new Error('the gateway made no provider organisation');
    const customers: TestOrganisation[] = [];
    for (let index = 1; index <= 20; index += 1) {
      customers.push(await createOrganisation(db, { kind: 'customer', name: `Customer ${index}`, parent: provider }));
    }
    const common = { secrets, password: rows.password, appObjectName: rows.appObjectName };
    const made: BenchPbx[] = [];
    const add = async (index: number, options: Parameters<typeof createPbx>[2]) => {
      const customer = customers[index % customers.length];
      if (customer) made.push(await createPbx(db, customer, { ...common, ...options }));
    };
    for (let n = 1; n <= rows.inbound; n += 1) {
      await add(n, {
        id: randomUUID(),
        name: `Inbound ${n}`,
        direction: 'inbound',
        domain: 'bench.example',
        instance: `pbx-${n}`,
      });
    }
    for (const [index, { name, address }] of rows.outbound.entries()) {
      await add(index, { name, direction: 'outbound', address, domain: null, instance: null });
    }
    return made;
  } finally {
    await db.close();
  }
}

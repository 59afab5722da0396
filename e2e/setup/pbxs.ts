import { randomUUID } from 'node:crypto';
import { appFlags } from '@switchroom/contracts';
import { MockPbx } from '@switchroom/mock-pbx';
import type { Api } from './api';

/** A PBX of our fleet with the mock behind it. */
export interface LinkedPbx extends AsyncDisposable {
  id: string;
  name: string;
  mock: MockPbx;
  /** Takes the PBX off the network and puts it back. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

const appObject = 'switchroom';
const password = 'link-secret-1';

/** Adds an outbound PBX through the API and serves the mock behind it; resolves when the link is online. */
export async function addServedPbx(
  api: Api,
  options: { name?: string; users?: number; organisationId?: string } = {},
): Promise<LinkedPbx> {
  const home = await api.home();
  const organisationId = options.organisationId ?? home.id;
  const name = options.name ?? `PBX ${randomUUID().slice(0, 8)}`;
  const mock = new MockPbx({
    name: 'master',
    domain: 'example.test',
    users: options.users ?? 20,
    apps: [
      {
        name: appObject,
        cn: 'Switchroom',
        password,
        flags: appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web'),
      },
    ],
  });
  let server = await mock.serve({ port: 0, host: '127.0.0.1' });
  const port = server.port;
  const created = await api.mutate<{ pbx: { id: string } }>('pbxs.create', {
    organisationId: home.id,
    targetOrganisationId: organisationId,
    direction: 'outbound',
    name,
    appObjectName: appObject,
    address: `ws://127.0.0.1:${port}/PBX0/APPS/websocket`,
    password,
  });
  await mock.journal.waitFor((entry) => entry.mt === 'ReplicateStartResult' && entry.direction === 'out', {
    timeoutMs: 20_000,
  });
  return {
    id: created.pbx.id,
    name,
    mock,
    unplug: () => server.close(),
    plug: async () => {
      server = await mock.serve({ port, host: '127.0.0.1' });
    },
    [Symbol.asyncDispose]: async () => {
      await mock.close();
    },
  };
}

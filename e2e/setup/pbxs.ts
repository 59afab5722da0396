import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { type AppFlag, appFlags } from '@switchroom/contracts';
import { type Dialer, MockPbx } from '@switchroom/mock-pbx';
import type { Api } from './api';
import { noteSecret } from './secrets-check';

/** A PBX of our fleet with the mock behind it. */
export interface LinkedPbx extends AsyncDisposable {
  id: string;
  name: string;
  mock: MockPbx;
  /** Takes the PBX off the network and puts it back. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Resolves when the PBX is linked anew after this call. */
  nextLink(): Promise<void>;
}

export interface LinkedPbxOptions {
  name?: string;
  users?: number;
  organisationId?: string;
  /** System name; one of its own when left out. */
  domain?: string;
}

const LINK_TIMEOUT_MS = 30_000;
const password = 'link-secret-1';

/** What the instructions ask for: every API, neither hidden nor a website. */
export const linkFlags: readonly AppFlag[] = appFlags.filter((flag) => flag !== 'hidden' && flag !== 'web');

/** A PBX that nobody else is: two with the same system name and PBX name would be taken for one. */
export function newMock(
  options: { appObject?: string; password?: string; users?: number; domain?: string } = {},
): MockPbx {
  const linkPassword = options.password ?? password;
  noteSecret(linkPassword);
  return new MockPbx({
    name: 'master',
    domain: options.domain ?? `${randomUUID().slice(0, 8)}.test`,
    users: options.users ?? 20,
    apps: [
      {
        name: options.appObject ?? 'switchroom',
        cn: 'Switchroom',
        password: linkPassword,
        flags: linkFlags,
      },
    ],
  });
}

/** Resolves when the gateway has read the PBX and follows it. */
async function read(api: Api, organisationId: string, pbxId: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const { link, sync } = await api.query<{
          link: { kind: string };
          sync: { state: string };
        }>('pbxs.get', { organisationId, pbxId });
        return `${link.kind}, ${sync.state}`;
      },
      { timeout: LINK_TIMEOUT_MS },
    )
    .toBe('online, in-sync');
}

/** Resolves when the mock has answered the last question that a new link asks. */
async function linkedAgain(mock: MockPbx): Promise<void> {
  await mock.journal.waitFor((entry) => entry.mt === 'ReplicateStartResult' && entry.direction === 'out', {
    timeoutMs: LINK_TIMEOUT_MS,
    onlyNew: true,
  });
}

/** Leaves nothing behind: lists and counts of the tests after this one are theirs. */
/** PBXes that a test took away at its end: its page may still ask for them, and is told that they are gone. */
export const removedPbxs = new Set<string>();

async function remove(api: Api, organisationId: string, pbxId: string, mock: MockPbx): Promise<void> {
  const { name: confirmName } = await api.query<{ name: string }>('pbxs.get', { organisationId, pbxId });
  removedPbxs.add(pbxId);
  await api.mutate('pbxs.remove', { organisationId, pbxId, confirmName });
  await mock.close();
}

/** Adds an outbound PBX through the API and serves the mock behind it; resolves when the link is online. */
export async function addServedPbx(api: Api, options: LinkedPbxOptions = {}): Promise<LinkedPbx> {
  const home = await api.home();
  const name = options.name ?? `PBX ${randomUUID().slice(0, 8)}`;
  const mock = newMock({ users: options.users, domain: options.domain });
  let server = await mock.serve({ port: 0, host: '127.0.0.1' });
  const { port } = server;
  const created = await api.mutate<{ pbx: { id: string } }>('pbxs.create', {
    organisationId: home.id,
    targetOrganisationId: options.organisationId ?? home.id,
    direction: 'outbound',
    name,
    appObjectName: 'switchroom',
    address: `ws://127.0.0.1:${port}/PBX0/APPS/websocket`,
    password,
  });
  await read(api, home.id, created.pbx.id);
  return {
    id: created.pbx.id,
    name,
    mock,
    unplug: () => server.close(),
    plug: async () => {
      server = await mock.serve({ port, host: '127.0.0.1' });
    },
    nextLink: () => linkedAgain(mock),
    [Symbol.asyncDispose]: () => remove(api, home.id, created.pbx.id, mock),
  };
}

/** Adds an inbound PBX through the API, and the mock dials the gateway as its instructions say. */
export async function addDiallingPbx(api: Api, options: LinkedPbxOptions = {}): Promise<LinkedPbx> {
  const home = await api.home();
  const name = options.name ?? `PBX ${randomUUID().slice(0, 8)}`;
  const domain = options.domain ?? `${randomUUID().slice(0, 8)}.test`;
  const created = await api.mutate<{
    pbx: { id: string };
    instructions: { appObjectName: string; appUrl: string };
    password: string;
  }>('pbxs.create', {
    organisationId: home.id,
    targetOrganisationId: options.organisationId ?? home.id,
    direction: 'inbound',
    name,
    appObjectName: 'switchroom',
    domain,
  });
  const { appObjectName, appUrl } = created.instructions;
  const mock = newMock({ appObject: appObjectName, password: created.password, users: options.users, domain });
  const dial = (): Dialer =>
    mock.dial({ appObject: appObjectName, url: appUrl, reconnect: { minMs: 100, maxMs: 1000 } });
  let dialer = dial();
  await read(api, home.id, created.pbx.id);
  return {
    id: created.pbx.id,
    name,
    mock,
    unplug: async () => dialer.close(),
    plug: async () => {
      dialer = dial();
    },
    nextLink: () => linkedAgain(mock),
    [Symbol.asyncDispose]: () => remove(api, home.id, created.pbx.id, mock),
  };
}

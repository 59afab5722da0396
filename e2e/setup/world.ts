import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '@switchroom/gateway/migrate';
import { createTestDatabase, type TestDatabase } from '@switchroom/testkit/postgres';
import { freePort, type RunningProcess, startProcess } from '@switchroom/testkit/process';
import { type ReceivedMail, TestSmtpServer } from '@switchroom/testkit/smtp';
import { CertificateAuthority } from '@switchroom/testkit/tls';
import pg from 'pg';
import { keepForSecretsCheck, noteSecret } from './secrets-check';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const administrator = {
  email: 'admin@example.test',
  password: 'correct horse battery staple',
  name: 'Administrator',
};

/** Other migrations are another template: the server that tests run on may have one from before. */
function templateKey(): string {
  const folder = join(root, 'apps/gateway/migrations');
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(folder, file)));
  return `e2e ${hash.digest('hex')}`;
}

/** A whole Switchroom of its own: database, gateway and portal as production builds on free ports. */
export class World implements AsyncDisposable {
  readonly portalUrl: string;
  readonly gatewayUrl: string;
  #gateway: RunningProcess | undefined;
  #portal: RunningProcess | undefined;
  /** What gateways wrote that are gone by now. */
  #earlierLog = '';

  private constructor(
    private readonly database: TestDatabase,
    private readonly dataDirectory: string,
    private readonly ports: { portal: number; gateway: number },
    private readonly firstAdministrator: boolean,
    private readonly environment: Record<string, string>,
    /** The mail server of this world; undefined where there is none and mail stays in the outbox. */
    readonly mail: TestSmtpServer | undefined,
  ) {
    this.portalUrl = `http://localhost:${ports.portal}`;
    this.gatewayUrl = `http://127.0.0.1:${ports.gateway}`;
  }

  /**
   * `firstAdministrator: false` leaves the product in its first-run state, `mail: false` without a mail server,
   * `portal: false` without pages.
   */
  static async start({
    firstAdministrator = true,
    mail = true,
    portal = true,
    environment = {} as Record<string, string>,
  } = {}): Promise<World> {
    noteSecret(administrator.password);
    const database = await createTestDatabase({ migrate, templateKey: templateKey() });
    const dataDirectory = await mkdtemp(join(tmpdir(), 'switchroom-e2e-'));
    const ports = { portal: await freePort(), gateway: await freePort() };
    const smtp = mail ? await startMailServer(join(dataDirectory, 'mail-authority.pem')) : undefined;
    const settings = { ...smtp?.environment, ...environment };
    const world = new World(database, dataDirectory, ports, firstAdministrator, settings, smtp?.server);
    try {
      await Promise.all([world.startGateway(), ...(portal ? [world.#startPortal()] : [])]);
    } catch (error) {
      await world[Symbol.asyncDispose]();
      throw error;
    }
    return world;
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** Process id of the running gateway; 0 while it is stopped. */
  get gatewayPid(): number {
    return this.#gateway?.pid ?? 0;
  }

  /** Everything the gateway wrote so far, over all its starts, for tests that look for what must not be there. */
  gatewayLog(): string {
    return this.#earlierLog + (this.#gateway?.output() ?? '');
  }

  async startGateway(): Promise<void> {
    this.#gateway = await startProcess({
      command: process.execPath,
      args: [join(root, 'apps/gateway/dist/main.mjs')],
      env: {
        DATABASE_URL: this.database.url,
        GATEWAY_PORT: String(this.ports.gateway),
        GATEWAY_HOST: '127.0.0.1',
        SWITCHROOM_DATA: this.dataDirectory,
        SWITCHROOM_PUBLIC_URL: this.portalUrl,
        SWITCHROOM_GATEWAY_URL: this.gatewayUrl,
        SWITCHROOM_ADDRESS_POLICY: 'loopback',
        SWITCHROOM_ADMIN_EMAIL: this.firstAdministrator ? administrator.email : undefined,
        SWITCHROOM_ADMIN_PASSWORD: this.firstAdministrator ? administrator.password : undefined,
        LOG_LEVEL: 'info',
        ...this.environment,
      },
      ready: /listening/i,
    });
  }

  /** A clean stop (drained), or as by power loss. */
  async stopGateway({ hard = false } = {}): Promise<void> {
    const gateway = this.#gateway;
    this.#gateway = undefined;
    if (hard) await gateway?.killHard();
    else await gateway?.terminate(20_000);
    this.#earlierLog += gateway?.output() ?? '';
  }

  async #startPortal(): Promise<void> {
    const portal = join(root, 'apps/portal');
    this.#portal = await startProcess({
      command: process.execPath,
      args: [
        join(portal, 'node_modules/next/dist/bin/next'),
        'start',
        '-H',
        '127.0.0.1',
        '-p',
        String(this.ports.portal),
      ],
      cwd: portal,
      env: { GATEWAY_URL: this.gatewayUrl, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      ready: /Ready in/,
    });
  }

  /** The newest mail that arrived for somebody; waits for it. Its links are in `links`, in the order of the text. */
  async latestMail(recipient: string, matches?: (mail: ReceivedMail) => boolean): Promise<ReceivedMail> {
    if (this.mail === undefined) throw new Error('this world has no mail server');
    return await this.mail.waitFor(recipient, matches, 10_000);
  }

  /** Plain SQL as the owner, for preparing what the interface cannot make yet. */
  async sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A connection as the owner that stays open, for measuring what SQL alone takes. */
  async connection(): Promise<AsyncDisposable & { query(text: string, values: unknown[]): Promise<unknown> }> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    return {
      query: async (text, values) => await client.query(text, values),
      [Symbol.asyncDispose]: () => client.end(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#portal?.killHard(), this.#gateway?.terminate()]);
    await keepForSecretsCheck({
      logs: this.gatewayLog() + (this.#portal?.output() ?? ''),
      sql: (text) => this.sql(text),
    });
    await this.mail?.[Symbol.asyncDispose]();
    await this.database.drop();
    await rm(this.dataDirectory, { recursive: true, force: true });
  }
}

/** A mail server with TLS and a password, and what the gateway has to be told of it. */
async function startMailServer(authorityFile: string) {
  const authority = await CertificateAuthority.create('Mail authority of a test');
  await writeFile(authorityFile, authority.cert);
  const password = 'smtp password canary';
  noteSecret(password);
  const server = await TestSmtpServer.start({
    tls: await authority.issue(),
    credentials: { user: 'switchroom', password },
  });
  const environment: Record<string, string> = {
    SWITCHROOM_SMTP_URL: server.url,
    SWITCHROOM_SMTP_CA: authorityFile,
    SWITCHROOM_MAIL_FROM: 'Switchroom <noreply@example.test>',
  };
  return { server, environment };
}

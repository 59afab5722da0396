import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { once } from 'node:events';
import type { CreatedCdrIntake } from '@switchroom/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  testSecretBox,
  type TestPbx,
} from '../../test/factories/index';
import { createAuditLog } from '../audit/audit-log';
import { createCdrIntakesService } from '../capabilities/call-history/create-cdr-intakes-service';
import type { Database } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import { silentLogger } from '../observability/logger';
import { CdrIntake, defaultIntakeLimits, type IntakeLimits } from './intake';
import { cdr, guid } from './testing/cdrs';

let base: GatewayDatabase;
let secrets: SecretBox;
let pbx: TestPbx;
let made: CreatedCdrIntake;
let server: Server;
let url: string;
const waits: number[] = [];
let now = Date.parse('2026-11-21T12:00:00Z');
const utc = now / 1000 - 600;

beforeAll(async () => {
  base = await gatewayDatabase();
  secrets = await testSecretBox(base.db);
  const tree = await createTree(base.db);
  pbx = await createPbx(base.db, tree.alphaOne);
  const audit = createAuditLog();
  const intakes = createCdrIntakesService({ db: base.db, audit, secrets, gatewayUrl: 'http://gateway.test:3001' });
  made = await intakes.create(tenantOf(tree.alphaOne), pbx.id);
});
afterAll(() => base.close());

async function serve(options: { limits?: Partial<IntakeLimits>; db?: Database } = {}): Promise<void> {
  const intake = new CdrIntake({
    db: options.db ?? base.db,
    secrets,
    clock: {
      now: () => now,
      after: (ms, callback) => {
        waits.push(ms);
        const timer = setImmediate(callback);
        return () => clearImmediate(timer);
      },
    },
    logger: silentLogger,
    addressOf: () => '192.0.2.1',
    networkOf: (address) => address,
    limits: { ...defaultIntakeLimits, ...options.limits },
  });
  server = createServer((request, response) => {
    if (!intake.handleRequest(request, response)) response.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
beforeEach(async () => {
  waits.length = 0;
  now = Date.parse('2026-11-21T12:00:00Z');
  await base.sql('delete from call_records');
  await serve();
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const own = () => basic(made.intake.userName, made.password);
const path = () => made.instructions.path;
async function post(
  body: string | Buffer,
  options: { authorization?: string; path?: string; method?: string; type?: string } = {},
) {
  const { authorization, method = 'POST', type = 'text/xml' } = options;
  const headers = { 'content-type': type, ...(authorization === undefined ? {} : { authorization }) };
  const answer = await fetch(`${url}${options.path ?? path()}`, { method, body, headers });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}
const stored = () => base.sql<{ user_cn: string; missed: boolean }>('select user_cn, missed from call_records');
const refusal = async () =>
  (await base.sql<{ why: string | null }>('select last_refusal as why from cdr_intakes'))[0]?.why;

/** What a PBX does with the answer to its first try. */
function digestFor(
  challenge: string,
  options: { password?: string; uri?: string; nonce?: string; method?: string } = {},
) {
  const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? '';
  const algorithm = field('algorithm');
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const { userName } = made.intake;
  const [nonce, uri, cnonce] = [options.nonce ?? field('nonce'), options.uri ?? path(), randomBytes(8).toString('hex')];
  const secret = hash(`${userName}:${field('realm')}:${options.password ?? made.password}`);
  const response = hash(`${secret}:${nonce}:00000001:${cnonce}:auth:${hash(`${options.method ?? 'POST'}:${uri}`)}`);
  return `Digest username="${userName}", realm="${field('realm')}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"`;
}
/** The challenges of an answer, each by itself. */
const challenges = (headers: Headers) => (headers.get('www-authenticate') ?? '').split(/, (?=Digest|Basic)/);

describe('a delivery of call data records', () => {
  it.each(['POST', 'PUT'])('by %s is answered when it is stored', async (method) => {
    expect(await post(cdr({ utc }), { authorization: own(), method })).toMatchObject({ status: 200, body: '' });
    expect(await stored()).toEqual([{ user_cn: 'Ann Ash', missed: false }]);
    const [row] = await base.sql<{ at: Date }>('select last_received_at as at from cdr_intakes');
    expect(row?.at).toEqual(new Date(now));
  });

  it('may come twice, and in Latin-1', async () => {
    const text = Buffer.from(cdr({ utc, cn: 'Jürg Müller' }), 'latin1');
    for (let time = 0; time < 2; time += 1) expect((await post(text, { authorization: own() })).status).toBe(200);
    expect(await stored()).toEqual([{ user_cn: 'Jürg Müller', missed: false }]);
  });

  it('that is cut in half is refused, and nothing of it is written', async () => {
    const whole = cdr({ utc });
    const half = await post(`${whole}${whole.slice(0, whole.length / 2)}`, { authorization: own() });
    expect([half.status, await stored(), await refusal()]).toEqual([400, [], 'not-whole']);
    const connection = connect(Number(new URL(url).port), '127.0.0.1');
    connection.on('error', () => connection.destroy()).resume();
    connection.write(
      `POST ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: ${own()}\r\nContent-Length: ${whole.length}\r\n\r\n`,
    );
    connection.end(whole.slice(0, 100));
    await once(connection, 'close');
    expect(await stored()).toEqual([]);
  });

  it('that is no record, or tries to be clever, is refused', async () => {
    for (const text of ['<report/>', 'hello', `<!DOCTYPE c [<!ENTITY a "b">]>${cdr()}`]) {
      expect((await post(text, { authorization: own() })).status).toBe(400);
    }
    expect(await stored()).toEqual([]);
  });

  it('is bounded in size', async () => {
    const padded = `${cdr({ utc })}${' '.repeat(defaultIntakeLimits.bodyBytes)}`;
    expect((await post(padded, { authorization: own() })).status).toBe(413);
    const chunked = await fetch(`${url}${path()}`, {
      method: 'POST',
      headers: { authorization: own() },
      body: new Blob([padded]).stream(),
      duplex: 'half',
    } as RequestInit).then(
      ({ status }) => status,
      // The rest is not waited for: the client may see the closed connection first.
      () => 413,
    );
    expect([chunked, await stored()]).toEqual([413, []]);
  });

  it('is bounded in number, by network and by intake', async () => {
    server.closeAllConnections();
    server.close();
    await serve({ limits: { perIntake: { burst: 2, perMinute: 60 } } });
    const statuses: number[] = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await post(cdr({ utc }), { authorization: own() })).status);
    expect(statuses).toEqual([200, 200, 429]);
    now += 60_000;
    expect((await post(cdr({ utc }), { authorization: own() })).status).toBe(200);
    server.closeAllConnections();
    server.close();
    await serve({ limits: { perNetwork: { burst: 1, perMinute: 60 } } });
    await post('', {});
    const late = await post(cdr({ utc }), { authorization: own() });
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('that cannot be stored is to be kept by the PBX', async () => {
    const full = Object.assign(new Error('could not extend file: canary 0471123456'), {
      code: '53100',
      severity: 'ERROR',
    });
    let calls = 0;
    const db: Database = {
      ...base.db,
      inScope: async (scope, work) => {
        calls += 1;
        if (calls > 1) throw full;
        return await base.db.inScope(scope, work);
      },
    };
    server.closeAllConnections();
    server.close();
    await serve({ db });
    const answer = await post(cdr({ utc }), { authorization: own() });
    expect([answer.status, answer.headers.get('retry-after'), answer.body]).toEqual([503, '30', '']);
    expect(await stored()).toEqual([]);
  });

  it('elsewhere below /app/ belongs to somebody else', async () => {
    for (const other of ['/app/cdr/', '/app/cdr/UPPER234', `${path()}/x`, '/app/example.test/1/app']) {
      expect((await post('', { path: other })).status).toBe(418);
    }
    const got = await fetch(`${url}${path()}`);
    await got.arrayBuffer();
    expect(got.status).toBe(418);
  });
});

describe('who delivers', () => {
  it('is asked for Digest or Basic, and may use either', async () => {
    const first = await post(cdr({ utc }));
    expect([first.status, challenges(first.headers).map((one) => one.split(' ')[0])]).toEqual([
      401,
      ['Digest', 'Digest', 'Basic'],
    ]);
    for (const challenge of challenges((await post('')).headers).slice(0, 1)) {
      expect((await post(cdr({ utc }), { authorization: digestFor(challenge) })).status).toBe(200);
    }
    const [, md5 = ''] = challenges((await post('')).headers);
    expect(md5).toContain('MD5');
    expect((await post(cdr({ utc }), { authorization: digestFor(md5) })).status).toBe(200);
    expect(await stored()).toHaveLength(2);
  });

  it('can use a nonce once, for a short time, and for the address it was made for', async () => {
    const [challenge = ''] = challenges((await post('')).headers);
    const authorization = digestFor(challenge);
    expect((await post(cdr({ utc }), { authorization })).status).toBe(200);
    const again = await post(cdr({ utc }), { authorization });
    expect([again.status, challenges(again.headers)[0]]).toEqual([401, expect.stringContaining('stale=true')]);
    const [late = ''] = challenges((await post('')).headers);
    now += defaultIntakeLimits.nonceMs + 1;
    expect((await post(cdr({ utc }), { authorization: digestFor(late) })).status).toBe(401);
    const [third = ''] = challenges((await post('')).headers);
    expect((await post(cdr({ utc }), { authorization: digestFor(third, { uri: '/app/cdr/other234' }) })).status).toBe(
      401,
    );
    expect((await post(cdr({ utc }), { authorization: digestFor(third, { nonce: 'made-up' }) })).status).toBe(401);
    expect(await stored()).toHaveLength(1);
  });

  it('and does not prove it learns nothing, not even from how long the answer takes', async () => {
    const [challenge = ''] = challenges((await post('')).headers);
    const wrong = [
      { authorization: basic(made.intake.userName, 'wrong') },
      { authorization: basic('somebody', made.password) },
      { authorization: basic('', '') },
      { authorization: digestFor(challenge, { password: 'wrong' }) },
      { authorization: own(), path: `/app/cdr/${'a'.repeat(20)}` },
      { authorization: basic('', 'a'.repeat(20)), path: `/app/cdr/${'a'.repeat(20)}` },
    ];
    waits.length = 0;
    const answers: unknown[] = [];
    for (const options of wrong) {
      const { status, headers, body } = await post(cdr({ utc }), options);
      const shown = (headers.get('www-authenticate') ?? '').replaceAll(/nonce="[^"]+"/g, '');
      answers.push({ status, body, shown, names: [...headers.keys()].toSorted() });
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(waits).toEqual(wrong.map(() => defaultIntakeLimits.refusalMs));
    expect([await stored(), await refusal()]).toEqual([[], 'credentials']);
  });

  it.each(['Basic', 'Basic !!!', 'Digest', 'Digest username="x"', 'Bearer abc', `Digest ${'a="b",'.repeat(500)}`])(
    'and sends the broken header %j is asked again',
    async (authorization) => {
      expect((await post(cdr({ utc }), { authorization })).status).toBe(401);
      expect(await stored()).toEqual([]);
    },
  );

  it('with the password of another PBX reaches nothing', async () => {
    const tree = await createTree(base.db);
    const foreign = await createPbx(base.db, tree.betaOne);
    const audit = createAuditLog();
    const intakes = createCdrIntakesService({ db: base.db, audit, secrets, gatewayUrl: 'http://gateway.test' });
    const theirs = await intakes.create(tenantOf(tree.betaOne), foreign.id);
    expect(
      (await post(cdr({ id: guid() }), { authorization: basic(theirs.intake.userName, theirs.password) })).status,
    ).toBe(401);
    expect(await stored()).toEqual([]);
  });
});

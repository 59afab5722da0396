import { ATTENDANT_API, ATTENDANT_LIMITS, SessionHeartbeat } from '@switchroom/protocol/attendant';
import { FakeClock } from '@switchroom/testkit/vitest';
import { describe, expect, it, test } from 'vitest';
import { clockOf, FakeTransport, recordingLogger, settle } from '../link/testing/fakes';
import { Console, type ConsoleContext } from './console';
import { handle, type Handler } from './handler';
import type { OpeningRequest } from './opening';
import { Refusal } from './refusal';
import { ConsoleSession } from './session';
import { Tasks } from './tasks';

const settings = {
  minLookupLength: 6,
  searchMaxResults: 200,
  retentionDays: 10,
  clientUpdatesUrl: '',
  skystonePrefix: '',
  seeAllParkedCalls: true,
  showRemoteParty: true,
  panicEnabled: false,
  panicNumber: '',
  pauseReasons: [],
};
const operator = {
  operatorId: 'op-1',
  pbxId: 'pbx-1',
  organisationId: 'org-1',
  organisationPath: '/org-1/',
  userName: 'ann',
  displayName: 'Ann',
  consoleType: 'BAP',
  supervisor: false,
  devices: [],
} as const;
const opening = { client: 'test', version: '1', protocol: 1 };

/** A console over a fake websocket, whose sessions are opened without a database. */
function world({
  handlers = [],
  open,
}: {
  handlers?: Handler[];
  open?: (request: OpeningRequest) => Promise<void>;
} = {}) {
  const fake = new FakeClock();
  const transport = new FakeTransport();
  const logger = recordingLogger();
  const sessions: ConsoleSession[] = [];
  const login = { user: 'ann', guid: 'g1', displayName: 'Ann', unlicensed: false };
  const begin = async ({ wire, src, opened }: OpeningRequest) => {
    // As a database would, it lets others go first.
    await Promise.resolve();
    const facts = { operator, type: 'BAP' as const, language: 'en' as const, src };
    const state = { wire, settings, link: { state: 'up' as const }, now: fake.now() };
    const session = new ConsoleSession(`s-${sessions.length + 1}`, facts, state);
    sessions.push(session);
    opened(session, '{"mt":"OpenSessionResult"}');
  };
  const context: ConsoleContext = {
    pbxId: 'pbx-1',
    login,
    handlers: new Map(handlers.map((handler) => [handler.request.mt, handler])),
    open: open ?? begin,
    tasks: new Tasks(logger),
    clock: clockOf(fake),
    logger,
  };
  expect(new Console(transport, context).closed).toBe(transport.closed);
  return {
    fake,
    transport,
    logger,
    sessions,
    /** Sends a frame, and gives what came back meanwhile. */
    send: async (frame: Record<string, unknown> | string): Promise<Record<string, unknown>[]> => {
      const before = transport.sent.length;
      transport.deliver(typeof frame === 'string' ? frame : { api: ATTENDANT_API, ...frame });
      await settle(fake);
      return transport.sent.slice(before);
    },
  };
}

const heartbeat = handle(SessionHeartbeat, () => ({ time: '2026-01-01T00:00:00.000Z' }));

describe('before OpenSession', () => {
  it('refuses every request of the protocol, in English', async () => {
    const { send } = world({ handlers: [heartbeat] });
    expect(await send({ mt: 'Heartbeat', src: '1' })).toEqual([
      {
        mt: 'HeartbeatResult',
        api: ATTENDANT_API,
        error: 'no-session',
        errorText: 'The console is not logged in.',
        src: '1',
      },
    ]);
    expect(await send({ mt: 'HoldCall', call: 'c' })).toMatchObject([{ mt: 'HoldCallResult', error: 'no-session' }]);
  });

  it('waits for ten seconds, and after CloseSession again', async () => {
    const { fake, transport, send, sessions } = world();
    await fake.advance(9999);
    await send({ mt: 'OpenSession', ...opening });
    await fake.advance(60_000);
    expect(transport.state).toBe('open');
    sessions[0]?.release();
    await fake.advance(9999);
    expect(transport.state).toBe('open');
    await fake.advance(1);
    expect(transport.state).toBe('closed');
    expect(fake.pendingTimers).toBe(0);
  });

  it('may try again after a refusal, which is in the language that was asked for', async () => {
    const refuse = () => Promise.reject(new Refusal('not-an-operator'));
    const { fake, transport, send } = world({ open: refuse });
    const text = 'Lei non è configurato come operatore.';
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await send({ mt: 'OpenSession', ...opening, locale: 'it-CH', src: '1' })).toMatchObject([
        { mt: 'OpenSessionResult', error: 'not-an-operator', errorText: text, src: '1' },
      ]);
    }
    expect(await send({ mt: 'Heartbeat' })).toMatchObject([{ errorText: 'La console non ha effettuato l’accesso.' }]);
    await fake.advance(ATTENDANT_LIMITS.loginSeconds * 1000);
    expect(transport.state).toBe('closed');
  });
});

describe('an open session', () => {
  it('has its requests answered by their handlers, and knows no others', async () => {
    const { send } = world({ handlers: [heartbeat] });
    await send({ mt: 'OpenSession', ...opening });
    expect(await send({ mt: 'Heartbeat', src: '7' })).toEqual([
      { mt: 'HeartbeatResult', api: ATTENDANT_API, time: '2026-01-01T00:00:00.000Z', src: '7' },
    ]);
    expect(await send({ mt: 'HoldCall', call: 'c' })).toMatchObject([{ error: 'unknown-message' }]);
    expect(await send({ mt: 'Sing', src: '8' })).toMatchObject([
      { mt: 'SingResult', error: 'unknown-message', src: '8' },
    ]);
    expect(await send({ mt: 'OpenSession', ...opening })).toMatchObject([{ error: 'session-exists' }]);
    expect(await send({ mt: 'Pause', reason: {} })).toMatchObject([
      { mt: 'PauseResult', error: 'invalid', details: { field: 'reason' } },
    ]);
  });

  it('answers the base protocol, and leaves what it does not know alone', async () => {
    const { send, transport } = world();
    expect(await send('{"mt":"KeepAlive"}')).toEqual([{ mt: 'KeepAlive' }]);
    expect(await send('{"mt":"CheckBuild","url":"x","src":"1"}')).toEqual([{ mt: 'CheckBuildResult', src: '1' }]);
    for (const frame of [
      '{"mt":"GetObject","api":"PbxAdminApi","src":"1"}',
      '{"mt":"Later"}',
      `{"mt":"LaterInfo","api":"${ATTENDANT_API}"}`,
      `{"mt":"HoldCallResult","api":"${ATTENDANT_API}","error":"failed"}`,
      `{"mt":"SessionInfo","api":"${ATTENDANT_API}","session":"s-1","ended":"closed"}`,
    ]) {
      expect(await send(frame)).toEqual([]);
    }
    expect(transport.state).toBe('open');
  });

  it('says that something failed without saying what, and records it', async () => {
    const broken = handle(SessionHeartbeat, () => {
      throw new Error('the password is 1234');
    });
    const { send, logger } = world({ handlers: [broken] });
    await send({ mt: 'OpenSession', ...opening, locale: 'de' });
    expect(await send({ mt: 'Heartbeat' })).toEqual([
      {
        mt: 'HeartbeatResult',
        api: ATTENDANT_API,
        error: 'failed',
        errorText: 'Im Dienst ist etwas schiefgegangen.',
      },
    ]);
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { pbxId: 'pbx-1', mt: 'Heartbeat' } }]);
  });

  it('loses its websocket and not its seat, also when that goes while it is opened', async () => {
    const { transport, send, sessions } = world();
    await send({ mt: 'OpenSession', ...opening });
    expect(sessions[0]?.connected).toBe(true);
    transport.end();
    expect(sessions[0]?.connected).toBe(false);
    const late = world();
    late.transport.deliver({ mt: 'OpenSession', api: ATTENDANT_API, ...opening });
    late.transport.end();
    await settle(late.fake);
    expect(late.sessions.map(({ connected }) => connected)).toEqual([false]);
    expect(late.transport.sent).toEqual([]);
    expect(late.fake.pendingTimers).toBe(0);
  });
});

describe('a console that misbehaves', () => {
  test.each([
    ['sends no JSON', 'hello', 1008],
    ['sends no message', '[1]', 1008],
    ['logs in again', '{"mt":"AppChallenge","src":"1"}', 1008],
    ['sends a frame that is too large', JSON.stringify({ mt: 'KeepAlive', pad: 'x'.repeat(16_384) }), 1009],
  ])('%s and is closed', async (_name, frame, code) => {
    const { transport, send } = world();
    const closes: number[] = [];
    const close = transport.close.bind(transport);
    transport.close = (with_, why) => {
      closes.push(with_);
      close(with_, why);
    };
    await send(frame);
    expect(closes).toEqual([code]);
  });

  it('by sending too much is told to wait, may go on then, and is closed when it does not stop', async () => {
    const { fake, transport, send } = world({ handlers: [heartbeat] });
    await send({ mt: 'OpenSession', ...opening });
    for (let n = 1; n < 60; n += 1) expect(await send({ mt: 'Heartbeat' })).not.toMatchObject([{ error: 'failed' }]);
    expect(await send({ mt: 'Heartbeat', src: '61' })).toMatchObject([
      { mt: 'HeartbeatResult', error: 'too-many-requests', details: { retryAfterSeconds: 1 }, src: '61' },
    ]);
    await fake.advance(1000);
    expect(await send({ mt: 'Heartbeat' })).toMatchObject([{ time: '2026-01-01T00:00:00.000Z' }]);
    for (let n = 0; n < 300; n += 1) transport.deliver({ mt: 'KeepAlive' });
    expect(transport.state).toBe('closed');
  });

  it('by asking for much at a time has the rest refused', async () => {
    const finish: (() => void)[] = [];
    const slow = handle(SessionHeartbeat, async () => {
      await new Promise<void>((resolve) => {
        finish.push(resolve);
      });
      return { time: '2026-01-01T00:00:00.000Z' };
    });
    const { transport, fake, send } = world({ handlers: [slow] });
    await send({ mt: 'OpenSession', ...opening });
    for (let n = 0; n < 16; n += 1) expect(await send({ mt: 'Heartbeat' })).toEqual([]);
    expect(await send({ mt: 'Heartbeat' })).toMatchObject([{ error: 'too-many-requests' }]);
    for (const done of finish) done();
    await settle(fake);
    expect(transport.sent.filter(({ mt, error }) => mt === 'HeartbeatResult' && error === undefined)).toHaveLength(16);
    expect(await send({ mt: 'Heartbeat' })).toEqual([]);
  });
});

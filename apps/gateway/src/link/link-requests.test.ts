import { DeleteObject, GetPbxConfig, MonitorConfig } from '@switchroom/protocol';
import { describe, expect, it } from 'vitest';
import type { LinkError } from './errors';
import { recordingLogger, settle } from './testing/fakes';
import { identified, inbound, loggedIn, outbound, ready } from './testing/play';

describe('requests of a link', () => {
  it('wait while it connects, in order, and go out when it is ready', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const first = made.link.request(GetPbxConfig, {}, { deadlineMs: 5_000 });
    const second = made.link.request(DeleteObject, { guid: 'g' }, { deadlineMs: 5_000 });
    const transport = await loggedIn(made);
    expect(transport.last('GetPbxConfig')).toBeUndefined();
    await identified(made, transport);
    expect(transport.sent.slice(-2).map((frame) => frame.mt)).toEqual(['GetPbxConfig', 'DeleteObject']);
    transport.deliver({ mt: 'DeleteObjectResult', api: 'PbxAdminApi', src: transport.last('DeleteObject')?.src });
    transport.deliver({
      mt: 'GetPbxConfigResult',
      api: 'PbxAdminApi',
      src: transport.last('GetPbxConfig')?.src,
      loc: 'x',
    });
    expect(await first).toEqual({ loc: 'x' });
    expect(await second).toEqual({});
    await made.link[Symbol.asyncDispose]();
  });

  it('are refused when too many wait, at their deadline, and when the try fails', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const outcomes = [1, 2, 3, 4].map((n) =>
      made.link.request(GetPbxConfig, {}, { deadlineMs: n === 1 ? 100 : 60_000 }).catch((error: LinkError) => error),
    );
    expect(await outcomes[3]).toMatchObject({ code: 'queue-full', sent: false });
    await made.fake.advance(100);
    expect(await outcomes[0]).toMatchObject({ code: 'offline', sent: false });
    await made.fake.advance(made.timings.loginMs);
    expect(await outcomes[1]).toMatchObject({ code: 'offline', sent: false });
    expect(await outcomes[2]).toMatchObject({ code: 'offline', sent: false });
    await made.link[Symbol.asyncDispose]();
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('fail at once while the link is down', async () => {
    const made = inbound();
    await expect(made.link.request(GetPbxConfig, {}, { deadlineMs: 100 })).rejects.toMatchObject({
      code: 'offline',
      sent: false,
    });
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('that were sent when the connection drops have an unknown outcome and are never sent again', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const write = made.link
      .request(DeleteObject, { guid: 'g' }, { deadlineMs: 5_000 })
      .catch((error: LinkError) => error);
    await settle(made.fake);
    transport.end(1006);
    expect(await write).toMatchObject({ code: 'dropped', sent: true });
    await made.fake.advance(1_000);
    const next = await ready(made);
    expect(next).not.toBe(transport);
    expect(next.last('DeleteObject')).toBeUndefined();
    await made.link[Symbol.asyncDispose]();
  });

  it('given up before sending say so', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await ready(made);
    const options = { deadlineMs: 100, signal: AbortSignal.abort() };
    await expect(made.link.request(DeleteObject, { guid: 'g' }, options)).rejects.toMatchObject({
      code: 'aborted',
      sent: false,
    });
    await made.link[Symbol.asyncDispose]();
  });

  it('may end while the link drains, new ones may not start', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const running = made.link.request(GetPbxConfig, {}, { deadlineMs: 5_000 });
    await settle(made.fake);
    const closing = made.link[Symbol.asyncDispose]();
    await expect(made.link.request(GetPbxConfig, {}, { deadlineMs: 100 })).rejects.toMatchObject({ code: 'offline' });
    transport.deliver({
      mt: 'GetPbxConfigResult',
      api: 'PbxAdminApi',
      src: transport.last('GetPbxConfig')?.src,
      loc: 'x',
    });
    expect(await running).toEqual({ loc: 'x' });
    await closing;
    expect(made.events.slice(-3)).toEqual(['draining', 'down#1 gateway-restart', 'closed']);
    expect(made.fake.pendingTimers).toBe(0);
  });
});

describe('subscriptions of a link', () => {
  it('start when it is ready, start again with the same src after it was away, and end on the PBX', async () => {
    const made = outbound();
    const seen: string[] = [];
    const end = made.subscriptions.add(
      MonitorConfig,
      {},
      {
        onResult: (_result, epoch) => seen.push(`result#${epoch}`),
        onMessage: (message, epoch) => seen.push(`${message.mt} ${String(message.fields.pbx)}#${epoch}`),
      },
    );
    made.link.start({ reason: 'never-connected' });
    const first = await ready(made);
    const { src } = first.last('MonitorConfig') ?? {};
    const info = { mt: 'MonitorConfigInfo', api: 'PbxAdminApi', src };
    first.deliver({ ...info, pbx: 'early' });
    first.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src });
    await settle(made.fake);
    first.end();
    await made.fake.advance(1_000);
    const second = await ready(made);
    expect(second.last('MonitorConfig')?.src).toBe(src);
    second.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src });
    second.deliver({ ...info, pbx: 'again' });
    first.deliver({ ...info, pbx: 'ghost' });
    await settle(made.fake);
    expect(seen).toEqual(['MonitorConfigInfo early#1', 'result#1', 'MonitorConfigInfo again#2', 'result#2']);
    end();
    expect(second.last('MonitorConfig')).toEqual({ mt: 'MonitorConfig', api: 'PbxAdminApi', stop: true, src });
    second.deliver({ ...info, pbx: 'late' });
    expect(seen).toHaveLength(4);
    await made.link[Symbol.asyncDispose]();
  });

  it('are ended on the PBX when nobody knows them, once', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const sent = transport.sent.length;
    const stray = { mt: 'MonitorConfigInfo', api: 'PbxAdminApi', src: 'old', pbx: 'x' };
    transport.deliver(stray);
    transport.deliver(stray);
    transport.deliver({ mt: 'ReplicateUpdate', api: 'PbxTableUsers', src: 'old', columns: { guid: 'g' } });
    expect(transport.sent.slice(sent)).toEqual([{ mt: 'MonitorConfig', api: 'PbxAdminApi', stop: true, src: 'old' }]);
    expect(made.metrics.of('events-unknown-subscription')).toBe(3);
    await made.link[Symbol.asyncDispose]();
  });

  it('start again when their start was not answered', async () => {
    const made = outbound();
    made.subscriptions.add(MonitorConfig, {}, { onMessage: () => undefined });
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const starts = () => transport.sent.filter(({ mt, src }) => mt === 'MonitorConfig' && src === 's1').length;
    expect(starts()).toBe(1);
    for (let ms = 0; ms < 10_000 + made.timings.resubscribeMs; ms += 1_000) {
      await made.fake.advance(1_000);
      transport.pong();
    }
    expect(starts()).toBe(2);
    const closing = made.link[Symbol.asyncDispose]();
    // The second start is not answered either, and draining waits for it only so long.
    await made.fake.advance(made.timings.drainMs);
    await closing;
    expect(made.fake.pendingTimers).toBe(0);
  });
});

describe('a frame that cannot be handled', () => {
  /** The longest frame that is accepted, so that an answer which says more is too long to be sent. */
  const filled = (name: string, frame: Record<string, string>) => ({
    ...frame,
    [name]: 'x'.repeat(1_048_576 - JSON.stringify({ ...frame, [name]: '' }).length),
  });
  const report = 'a frame of a PBX could not be handled';
  it.each([
    ['a question with a long name', filled('app', { mt: 'AppInfo' })],
    ['a question under a long src', filled('src', { mt: 'AppInfo', app: 'a' })],
    ['an indication under a long src', filled('src', { mt: 'MonitorConfigInfo', api: 'PbxAdminApi' })],
  ])('is counted and reported, and the link goes on: %s', async (_what, frame) => {
    const logger = recordingLogger();
    const made = outbound({}, { logger });
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    transport.deliver(frame);
    expect(made.metrics.of('frames-invalid')).toBe(1);
    expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'error', message: report }));
    expect(made.link.state.kind).toBe('ready');
    transport.deliver({ mt: 'AppInfo', app: 'a', src: '1' });
    expect(transport.last('AppInfoResult')).toMatchObject({ src: '1' });
    await made.link[Symbol.asyncDispose]();
  });

  it('is one that a listener of indications fails over', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    made.subscriptions.add(
      MonitorConfig,
      {},
      {
        onMessage: () => {
          throw new Error('an indication that nobody thought of');
        },
      },
    );
    const src = transport.last('MonitorConfig')?.src;
    transport.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src });
    transport.deliver({ mt: 'MonitorConfigInfo', api: 'PbxAdminApi', src, domain: 'x' });
    expect(made.metrics.of('frames-invalid')).toBe(1);
    expect(made.link.state.kind).toBe('ready');
    await made.link[Symbol.asyncDispose]();
  });
});

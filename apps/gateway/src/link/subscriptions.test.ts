import {
  MonitorConfig,
  ReplicateNext,
  ReplicateStart,
  type RequestDescriptor,
  type ResultOf,
  SubscribeServices,
} from '@switchroom/protocol';
import { describe, expect, it } from 'vitest';
import { LinkError } from './errors';
import { type FollowUp, Subscriptions, type SubscriptionSender } from './subscriptions';

interface Sent {
  readonly mt: string;
  readonly src: string;
  resolve(result: object): void;
  reject(error: Error): void;
}

/** A connection that writes down what is sent on it. */
function sender(epoch: number) {
  const sent: Sent[] = [];
  const frames: unknown[] = [];
  const failures: string[] = [];
  const port: SubscriptionSender = {
    epoch,
    request: <D extends RequestDescriptor>(descriptor: D, _fields: unknown, { src }: { src: string }) =>
      new Promise<ResultOf<D>>((resolve, reject) => {
        sent.push({ mt: descriptor.mt, src, resolve: (result) => resolve(result as ResultOf<D>), reject });
      }),
    sendFrame: (text) => frames.push(JSON.parse(text)),
    startFailed: (mt, _error, again) => {
      failures.push(mt);
      if (failures.length === 1) again();
    },
    listenerFailed: (mt) => failures.push(`listener of ${mt}`),
  };
  return { port, sent, frames, failures };
}

const ignore = { onMessage: () => undefined };
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('Subscriptions', () => {
  it('starts at once on a ready connection, and on every later one', () => {
    const subscriptions = new Subscriptions();
    subscriptions.add(MonitorConfig, {}, ignore);
    const one = sender(1);
    subscriptions.attach(one.port);
    subscriptions.add(SubscribeServices, {}, ignore);
    expect(one.sent.map(({ mt, src }) => `${mt} ${src}`)).toEqual(['MonitorConfig s1', 'SubscribeServices s2']);
    subscriptions.detach(one.port);
    const two = sender(2);
    subscriptions.attach(two.port);
    expect(two.sent.map(({ src }) => src)).toEqual(['s1', 's2']);
  });

  it('ends locally while the PBX is away', () => {
    const subscriptions = new Subscriptions();
    const end = subscriptions.add(MonitorConfig, {}, ignore);
    const one = sender(1);
    subscriptions.attach(one.port);
    subscriptions.detach(one.port);
    end();
    end();
    const two = sender(2);
    subscriptions.attach(two.port);
    expect([one.frames, two.sent, subscriptions.size]).toEqual([[], [], 0]);
  });

  it('does not report the result of an earlier connection', async () => {
    const subscriptions = new Subscriptions();
    const results: number[] = [];
    subscriptions.add(MonitorConfig, {}, { ...ignore, onResult: (_result, epoch) => results.push(epoch) });
    const one = sender(1);
    subscriptions.attach(one.port);
    subscriptions.detach(one.port);
    const two = sender(2);
    subscriptions.attach(two.port);
    one.sent[0]?.resolve({});
    two.sent[0]?.resolve({});
    await flush();
    expect(results).toEqual([2]);
  });

  it('routes indications of a start and of its follow-ups to the same handler', async () => {
    const subscriptions = new Subscriptions();
    const seen: unknown[] = [];
    const started = new Promise<FollowUp>((resolve) => {
      subscriptions.add(
        ReplicateStart,
        { columns: { guid: {} } },
        {
          onMessage: ({ mt, src, fields }) => seen.push([mt, src, fields]),
          onResult: (_r, _e, follow) => resolve(follow),
        },
      );
    });
    const one = sender(1);
    subscriptions.attach(one.port);
    one.sent[0]?.resolve({});
    const follow = await started;
    const row = follow(ReplicateNext, {});
    void follow(ReplicateNext, {});
    expect(one.sent.map(({ src }) => src)).toEqual(['s1', 's1.1', 's1.2']);
    one.sent[1]?.resolve({ columns: { guid: 'g' } });
    expect(await row).toEqual({ columns: { guid: 'g' } });
    for (const src of ['s1', 's1.2']) {
      const message = { mt: 'ReplicateUpdate', api: 'PbxTableUsers', src, columns: { guid: 'g' } };
      expect(subscriptions.dispatch(message, 1)).toBe(true);
    }
    expect(seen).toEqual([
      ['ReplicateUpdate', 's1', { columns: { guid: 'g' } }],
      ['ReplicateUpdate', 's1.2', { columns: { guid: 'g' } }],
    ]);
    expect(subscriptions.dispatch({ mt: 'ReplicateUpdate', src: 's11' }, 1)).toBe(false);
    expect(subscriptions.dispatch({ mt: 'ReplicateUpdate' }, 1)).toBe(false);
  });

  it('starts again after a failed start only while it is wanted', async () => {
    const subscriptions = new Subscriptions();
    const end = subscriptions.add(MonitorConfig, {}, ignore);
    const one = sender(1);
    subscriptions.attach(one.port);
    one.sent[0]?.reject(new LinkError('timeout', { message: 'late', sent: true }));
    await flush();
    expect(one.sent).toHaveLength(2);
    end();
    one.sent[1]?.reject(new LinkError('timeout', { message: 'late', sent: true }));
    await flush();
    expect([one.sent.length, one.failures]).toEqual([2, ['MonitorConfig']]);
  });
});

it('a listener that fails over an answer is reported, and nothing is left unhandled', async () => {
  const subscriptions = new Subscriptions();
  const { port, sent, failures } = sender(1);
  subscriptions.attach(port);
  subscriptions.add(
    MonitorConfig,
    {},
    {
      ...ignore,
      onResult: () => {
        throw new Error('an answer that nobody thought of');
      },
    },
  );
  sent[0]?.resolve({});
  await new Promise((resolve) => setImmediate(resolve));
  expect(failures).toEqual(['listener of MonitorConfig']);
});

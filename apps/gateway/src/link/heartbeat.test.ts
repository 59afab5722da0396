import { FakeClock } from '@switchroom/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { Heartbeat } from './heartbeat';
import { clockOf } from './testing/fakes';

function setUp(random = 0.999) {
  const fake = new FakeClock();
  const calls: string[] = [];
  const port = {
    keepAlive: () => calls.push('keepAlive'),
    ping: () => calls.push('ping'),
    lost: () => calls.push('lost'),
  };
  const heartbeat = new Heartbeat(port, clockOf(fake), () => random, { quietMs: 1_000, misses: 2 });
  return { fake, calls, heartbeat };
}

describe('Heartbeat', () => {
  it('beats after silence and gives up after two missed beats', async () => {
    const { fake, calls, heartbeat } = setUp();
    heartbeat.start();
    await fake.advance(1_000);
    expect(calls).toEqual(['keepAlive', 'ping']);
    await fake.advance(1_000);
    expect(calls).toEqual(['keepAlive', 'ping', 'keepAlive', 'ping']);
    await fake.advance(1_000);
    expect(calls.at(-1)).toBe('lost');
    expect(fake.pendingTimers).toBe(0);
  });

  it('recovers with any sign of life', async () => {
    const { fake, calls, heartbeat } = setUp();
    heartbeat.start();
    for (let i = 0; i < 20; i += 1) {
      await fake.advance(900);
      heartbeat.sign();
    }
    expect(calls).not.toContain('lost');
    await fake.advance(4_000);
    expect(calls.at(-1)).toBe('lost');
  });

  it('sends nothing while frames come by themselves', async () => {
    const { fake, calls, heartbeat } = setUp();
    heartbeat.start();
    for (let i = 0; i < 50; i += 1) {
      await fake.advance(300);
      heartbeat.sign();
    }
    expect(calls).toEqual([]);
  });

  it('jitters the first beat between half and the whole of the interval', async () => {
    const early = setUp(0);
    early.heartbeat.start();
    await early.fake.advance(499);
    expect(early.calls).toEqual([]);
    await early.fake.advance(1);
    expect(early.calls).toEqual(['keepAlive', 'ping']);
    const late = setUp(0.999);
    late.heartbeat.start();
    await late.fake.advance(998);
    expect(late.calls).toEqual([]);
  });

  it('leaves no timer when stopped', async () => {
    const { fake, calls, heartbeat } = setUp();
    heartbeat.start();
    heartbeat.stop();
    await fake.advance(10_000);
    expect(fake.pendingTimers).toBe(0);
    expect(calls).toEqual([]);
  });
});

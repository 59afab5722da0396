import { FakeClock } from '@switchroom/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { clockOf } from '../link/testing/fakes';
import { HttpChallenges, newChallenge } from './challenges';

describe('challenges', () => {
  it('are 16 hex digits, and never the same', () => {
    const made = Array.from({ length: 1_000 }, newChallenge);
    expect(new Set(made).size).toBe(1_000);
    expect(made.every((challenge) => /^[0-9a-f]{16}$/.test(challenge))).toBe(true);
  });

  it('can be used once, where they were issued, before they expire', async () => {
    const fake = new FakeClock();
    const challenges = new HttpChallenges(clockOf(fake), 1_000, { total: 10, perNetwork: 10 });
    const one = challenges.issue('a', '192.0.2.1');
    expect(challenges.use('b', one)).toBe(false);
    expect(challenges.use('a', one)).toBe(true);
    expect(challenges.use('a', one)).toBe(false);
    const two = challenges.issue('a', '192.0.2.1');
    await fake.advance(1_000);
    expect(challenges.use('a', two)).toBe(false);
  });

  it('are bounded per network: who asks for more loses their own', async () => {
    const challenges = new HttpChallenges(clockOf(new FakeClock()), 1_000, { total: 10, perNetwork: 3 });
    const other = challenges.issue('a', '192.0.2.9');
    const made = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8::4'].map((from) =>
      challenges.issue('a', from),
    );
    expect(challenges.size).toBe(4);
    expect(made.map((challenge) => challenges.use('a', challenge))).toEqual([false, true, true, true]);
    expect(challenges.use('a', other)).toBe(true);
    expect(challenges.size).toBe(0);
  });

  it('are bounded in all: when it is full, the network with the most loses its oldest', () => {
    const challenges = new HttpChallenges(clockOf(new FakeClock()), 1_000, { total: 4, perNetwork: 3 });
    const lonely = challenges.issue('a', '192.0.2.9');
    const greedy = [1, 2, 3].map(() => challenges.issue('a', '192.0.2.1'));
    const late = challenges.issue('a', '192.0.2.2');
    expect(challenges.size).toBe(4);
    expect([lonely, ...greedy, late].map((challenge) => challenges.use('a', challenge))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('that have expired are forgotten', async () => {
    const fake = new FakeClock();
    const challenges = new HttpChallenges(clockOf(fake), 1_000, { total: 10, perNetwork: 3 });
    challenges.issue('a', '192.0.2.1');
    challenges.issue('a', '192.0.2.2');
    await fake.advance(2_000);
    challenges.issue('a', '192.0.2.1');
    expect(challenges.size).toBe(1);
  });
});

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
    const challenges = new HttpChallenges(clockOf(fake), 1_000, 10);
    const one = challenges.issue('a');
    expect(challenges.use('b', one)).toBe(false);
    expect(challenges.use('a', one)).toBe(true);
    expect(challenges.use('a', one)).toBe(false);
    const two = challenges.issue('a');
    await fake.advance(1_000);
    expect(challenges.use('a', two)).toBe(false);
  });

  it('are bounded in number: the oldest go, expired ones first', async () => {
    const fake = new FakeClock();
    const challenges = new HttpChallenges(clockOf(fake), 1_000, 3);
    const made = [1, 2, 3, 4, 5].map(() => challenges.issue('a'));
    expect(challenges.size).toBe(3);
    expect(made.map((challenge) => challenges.use('a', challenge))).toEqual([false, false, true, true, true]);
    challenges.issue('a');
    challenges.issue('a');
    await fake.advance(2_000);
    challenges.issue('a');
    expect(challenges.size).toBe(1);
  });
});

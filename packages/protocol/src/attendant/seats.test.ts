import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  admitSeat,
  countSeats,
  isSilent,
  queueChannels,
  type SeatQuantities,
  type SeatSession,
  sweepSeats,
} from './seats';
import { ATTENDANT_LIMITS, CONSOLE_TYPES, type ConsoleType } from './terms';

const DEADLINE = ATTENDANT_LIMITS.deadlineSeconds * 1000;
const NOW = 1_000_000_000;

const one: SeatQuantities = { BOE: 0, BAP: 1, BAE: 0 };

function seat(session: string, fields: Partial<SeatSession> = {}): SeatSession {
  return { session, user: session, type: 'BAP', seenAt: NOW, connected: true, ...fields };
}

describe('a seat', () => {
  test('the one too many is refused with the numbers', () => {
    const verdict = admitSeat([seat('ann')], one, { user: 'bob', type: 'BAP' }, NOW);
    const count = { type: 'BAP', inUse: 1, quantity: 1 };
    expect(verdict).toEqual({ kind: 'refused', code: 'no-licence-left', count });
  });

  test('without a licence nobody comes in', () => {
    expect(admitSeat([], one, { user: 'ann', type: 'BAE' }, NOW).kind).toBe('refused');
  });

  test('is free one moment after the deadline, not at it', () => {
    const [silent] = [seat('ann', { seenAt: NOW - DEADLINE })];
    expect(isSilent(silent, NOW)).toBe(false);
    expect(admitSeat([silent], one, { user: 'bob', type: 'BAP' }, NOW).kind).toBe('refused');
    expect(admitSeat([silent], one, { user: 'bob', type: 'BAP' }, NOW + 1).kind).toBe('admitted');
    expect(sweepSeats([silent], NOW + 1)).toEqual({ live: [], freed: [silent] });
  });

  test('of a dead console is free within 90 seconds, after at least two missed heartbeats', () => {
    const { heartbeatSeconds, deadlineSeconds, sweepSeconds } = ATTENDANT_LIMITS;
    expect(deadlineSeconds + sweepSeconds).toBeLessThan(90);
    expect(deadlineSeconds).toBeGreaterThan(2 * heartbeatSeconds);
  });

  test('that lost its connection goes to the same operator only', () => {
    const lost = [seat('s1', { user: 'ann', connected: false })];
    expect(admitSeat(lost, one, { user: 'ann', type: 'BAP' }, NOW)).toMatchObject({ replaces: 's1' });
    expect(admitSeat(lost, one, { user: 'bob', type: 'BAP', resume: 's1' }, NOW).kind).toBe('refused');
    expect(admitSeat(lost, one, { user: 'ann', type: 'BAE', resume: 's1' }, NOW).kind).toBe('refused');
  });

  test('that is still connected is taken over by name only', () => {
    const open = [seat('s1', { user: 'ann' })];
    expect(admitSeat(open, one, { user: 'ann', type: 'BAP' }, NOW).kind).toBe('refused');
    expect(admitSeat(open, one, { user: 'ann', type: 'BAP', resume: 's1' }, NOW)).toMatchObject({
      kind: 'admitted',
      replaces: 's1',
      count: { inUse: 1, quantity: 1 },
    });
  });

  test('brings two queue channels with its licence', () => {
    expect([0, 1, 7].map(queueChannels)).toEqual([0, 2, 14]);
  });
});

type Step =
  | { readonly do: 'open'; readonly user: string; readonly type: ConsoleType; readonly resume: number | undefined }
  | { readonly do: 'beat' | 'lose' | 'close'; readonly at: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'licences'; readonly quantities: SeatQuantities };

const quantity = fc.integer({ min: 0, max: 3 });
const quantities = fc.record({ BOE: quantity, BAP: quantity, BAE: quantity });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      user: fc.constantFrom('ann', 'bob', 'cy', 'dee'),
      type: fc.constantFrom(...CONSOLE_TYPES),
      resume: fc.option(fc.nat(20), { nil: undefined }),
    }),
  },
  fc.record({ do: fc.constantFrom('beat' as const, 'lose' as const, 'close' as const), at: fc.nat(20) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2 * DEADLINE) }),
  fc.record({ do: fc.constant('licences' as const), quantities }),
);

describe('however consoles come and go', () => {
  test('nobody is admitted beyond the licences, nobody is refused while there is room', () => {
    fc.assert(
      fc.property(quantities, fc.array(step, { maxLength: 40 }), (start, steps) => {
        let sessions: readonly SeatSession[] = [];
        let licences: SeatQuantities = start;
        let now = NOW;
        let made = 0;
        for (const each of steps) {
          if (each.do === 'wait') now += each.ms;
          else if (each.do === 'licences') licences = each.quantities;
          else if (each.do === 'open') {
            const { user, type } = each;
            const resume = each.resume === undefined ? undefined : sessions[each.resume]?.session;
            // The naive count, written out: who is there and was heard of lately.
            const there = sessions.filter((session) => session.type === type && now - session.seenAt <= DEADLINE);
            const verdict = admitSeat(sessions, licences, { user, type, resume }, now);
            if (verdict.kind === 'refused') {
              expect(there.length).toBeGreaterThanOrEqual(licences[type]);
              expect(verdict.count).toEqual({ type, inUse: there.length, quantity: licences[type] });
              continue;
            }
            const replaced = sessions.find(({ session }) => session === verdict.replaces);
            if (verdict.replaces === undefined) expect(there.length).toBeLessThan(licences[type]);
            else expect(replaced).toMatchObject({ user, type });
            made += 1;
            sessions = [
              ...sessions.filter((session) => session !== replaced),
              { session: `s${made}`, user, type, seenAt: now, connected: true },
            ];
            expect(verdict.count).toEqual(countSeats(sessions, licences, type, now));
          } else {
            const { do: what, at } = each;
            sessions = sessions.flatMap((session, index) => {
              if (index !== at) return [session];
              if (what === 'close') return [];
              return [what === 'beat' ? { ...session, seenAt: now } : { ...session, connected: false }];
            });
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a look for dead consoles keeps or frees each exactly once, and changes no count', () => {
    const session = fc.record({
      session: fc.uuid(),
      user: fc.constantFrom('ann', 'bob'),
      type: fc.constantFrom(...CONSOLE_TYPES),
      seenAt: fc.integer({ min: NOW - 3 * DEADLINE, max: NOW }),
      connected: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(session), quantities, fc.nat(2 * DEADLINE), (sessions, licences, later) => {
        const now = NOW + later;
        const { live, freed } = sweepSeats(sessions, now);
        expect(new Set([...live, ...freed])).toEqual(new Set(sessions));
        expect(live.length + freed.length).toBe(sessions.length);
        for (const type of CONSOLE_TYPES) {
          expect(countSeats(live, licences, type, now)).toEqual(countSeats(sessions, licences, type, now));
          expect(countSeats(freed, licences, type, now).inUse).toBe(0);
        }
      }),
    );
  });
});

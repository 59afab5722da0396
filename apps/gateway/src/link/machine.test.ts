import { describe, expect, it, test } from 'vitest';
import { isLegalMove, type LinkState, type LinkStateKind, moves, transition } from './machine';

const samples: Record<LinkStateKind, LinkState> = {
  idle: { kind: 'idle' },
  connecting: { kind: 'connecting', epoch: 1, attempt: 1 },
  authenticating: { kind: 'authenticating', epoch: 1 },
  identifying: { kind: 'identifying', epoch: 1 },
  ready: { kind: 'ready', epoch: 1 },
  waiting: { kind: 'waiting', retryAt: 5, attempt: 1, reason: 'dns' },
  awaiting: { kind: 'awaiting', reason: 'never-connected' },
  refused: { kind: 'refused', reason: 'password-refused' },
  draining: { kind: 'draining' },
  closed: { kind: 'closed' },
};
const kinds = Object.keys(samples) as LinkStateKind[];

/** Written out a second time on purpose: a change of the table has to be meant. */
const expected: Record<LinkStateKind, string> = {
  idle: 'connecting awaiting draining closed',
  connecting: 'authenticating waiting refused draining closed',
  authenticating: 'identifying waiting refused draining closed',
  identifying: 'identifying ready waiting awaiting refused draining closed',
  ready: 'identifying ready waiting awaiting refused draining closed',
  waiting: 'connecting draining closed',
  awaiting: 'identifying awaiting refused draining closed',
  refused: 'connecting identifying waiting awaiting refused draining closed',
  draining: 'closed',
  closed: '',
};

describe('the moves of a link', () => {
  const pairs = kinds.flatMap((from) => kinds.map((to) => [from, to] as const));

  test.each(pairs)('%s -> %s is decided by the table', (from, to) => {
    const legal = expected[from].split(' ').includes(to);
    const illegal: Error[] = [];
    const next = transition(samples[from], samples[to], (error) => illegal.push(error));
    expect(isLegalMove(from, to)).toBe(legal);
    expect(next).toBe(legal ? samples[to] : samples[from]);
    expect(illegal.map((error) => error.message)).toEqual(
      legal ? [] : [`a link cannot go from ${from} to ${to}; the table in machine.ts lists the legal moves`],
    );
  });

  it('lets every state end, and nothing leave the end', () => {
    for (const kind of kinds) expect(moves[kind].includes('closed')).toBe(kind !== 'closed');
  });

  it('throws where the caller throws', () => {
    const strict = (error: Error) => {
      throw error;
    };
    expect(() => transition(samples.closed, samples.ready, strict)).toThrow('from closed to ready');
  });
});

import type { AppRouter } from '@switchroom/gateway/router';
import { TRPCClientError, type OperationResultEnvelope, type TRPCLink } from '@trpc/client';
import { observable, observableToPromise } from '@trpc/server/observable';
import { describe, expect, test, vi } from 'vitest';
import { createStepUpGate, stepUpLink } from './step-up';

const refusal = (code: string): TRPCClientError<AppRouter> =>
  TRPCClientError.from<AppRouter>({
    error: {
      message: code,
      code: -32003,
      data: { code: 'FORBIDDEN', httpStatus: 403, app: { code, retryable: false } },
    },
  } as never);

/** A gateway that refuses the first `refusals` requests with `code`, behind our link. */
function chain(refusals: number, code = 'step-up-required') {
  const gate = createStepUpGate();
  const sent: string[] = [];
  const gateway: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        sent.push(op.path);
        if (sent.length <= refusals) {
          observer.error(refusal(code));
          return;
        }
        observer.next({ result: { type: 'data', data: 'done' } } satisfies OperationResultEnvelope<unknown, never>);
        observer.complete();
      });
  const run = (type: 'mutation' | 'query', path = 'pbxs.remove') => {
    const end = gateway({} as never);
    const link = stepUpLink(gate)({} as never);
    const op = { id: 1, type, path, input: {}, context: {}, signal: null } as never;
    return observableToPromise(
      link({ op, next: (next) => end({ op: next, next: () => observable(() => undefined) }) }),
    );
  };
  return { gate, sent, run };
}

describe('a mutation that asks for a fresh proof', () => {
  test('is sent once more after the person has given it', async () => {
    const { gate, sent, run } = chain(1);
    const answer = run('mutation');
    await vi.waitFor(() => expect(gate.isAsking()).toBe(true));
    gate.settle(true);
    expect(await answer).toMatchObject({ result: { data: 'done' } });
    expect(sent).toEqual(['pbxs.remove', 'pbxs.remove']);
    expect(gate.isAsking()).toBe(false);
  });

  test('gives the refusal back when the person would rather not', async () => {
    const { gate, sent, run } = chain(1);
    const answer = run('mutation').catch((error: unknown) => error);
    await vi.waitFor(() => expect(gate.isAsking()).toBe(true));
    gate.settle(false);
    expect(await answer).toBeInstanceOf(TRPCClientError);
    expect(sent).toHaveLength(1);
  });

  test('asks once for several that wait', async () => {
    const { gate, run } = chain(2);
    const shown = vi.fn();
    gate.subscribe(shown);
    const answers = Promise.all([run('mutation', 'a.b'), run('mutation', 'c.d')]);
    await vi.waitFor(() => expect(gate.isAsking()).toBe(true));
    gate.settle(true);
    expect(await answers).toHaveLength(2);
    expect(shown).toHaveBeenCalledTimes(2);
  });

  test('asks for nothing else, and never for a query', async () => {
    const other = chain(1, 'forbidden');
    expect(await other.run('mutation').catch((error: unknown) => error)).toBeInstanceOf(TRPCClientError);
    const query = chain(1);
    expect(await query.run('query').catch((error: unknown) => error)).toBeInstanceOf(TRPCClientError);
    expect(query.gate.isAsking()).toBe(false);
  });
});

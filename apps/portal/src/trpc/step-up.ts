import type { AppRouter } from '@switchroom/gateway/router';
import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { appErrorOf } from './errors';

/** Asks the person once, however many requests wait for the answer. */
export interface StepUpGate {
  /** True once the person has proven who they are, false when they would rather not. */
  ask: () => Promise<boolean>;
  /** Told by whoever shows the question. */
  settle: (confirmed: boolean) => void;
  /** The question is to be shown. */
  isAsking: () => boolean;
  subscribe: (listener: () => void) => () => void;
}

export function createStepUpGate(): StepUpGate {
  const listeners = new Set<() => void>();
  let waiting: { promise: Promise<boolean>; resolve: (confirmed: boolean) => void } | undefined;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    ask() {
      if (waiting === undefined) {
        let resolve: (confirmed: boolean) => void = () => undefined;
        const promise = new Promise<boolean>((done) => {
          resolve = done;
        });
        waiting = { promise, resolve };
        tell();
      }
      return waiting.promise;
    },
    settle(confirmed) {
      const { resolve } = waiting ?? {};
      waiting = undefined;
      resolve?.(confirmed);
      tell();
    },
    isAsking: () => waiting !== undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The one question of this page; a dialog in the shell shows it. */
export const stepUpGate = createStepUpGate();

/**
 * A mutation that is refused with `step-up-required` waits for the person and is then sent once more. It was refused
 * before anything was done, so nothing happens twice. Without a confirmation the refusal goes back to where it came from.
 */
export function stepUpLink(gate: StepUpGate): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let ended = false;
        const repeat = async (error: Parameters<typeof observer.error>[0]): Promise<void> => {
          const confirmed = await gate.ask();
          if (ended) return;
          if (confirmed) running = next(op).subscribe(observer);
          else observer.error(error);
        };
        let running = next(op).subscribe({
          ...observer,
          error: (error) => {
            if (op.type !== 'mutation' || appErrorOf(error).code !== 'step-up-required') return observer.error(error);
            void repeat(error);
          },
        });
        return () => {
          ended = true;
          running.unsubscribe();
        };
      });
}

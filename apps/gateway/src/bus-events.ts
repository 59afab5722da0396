import type { GatewayBus, GatewayEventMap } from './events';

/**
 * Bus events as a stream, those that `wanted` accepts, from the moment of the call (not of the first pull) until `signal`
 * aborts or the reader stops. Events that come while the reader is busy are handed out together.
 */
export function busEvents<E extends keyof GatewayEventMap>(
  bus: GatewayBus,
  event: E,
  wanted: (payload: GatewayEventMap[E]) => boolean,
  signal: AbortSignal,
): AsyncIterableIterator<GatewayEventMap[E][]> & Disposable {
  let waiting: GatewayEventMap[E][] = [];
  let wake: (() => void) | undefined;
  const stop = bus.on(event, (payload) => {
    if (!wanted(payload)) return;
    waiting.push(payload);
    wake?.();
  });
  const onAbort = () => wake?.();
  signal.addEventListener('abort', onAbort, { once: true });
  const end = () => {
    stop();
    signal.removeEventListener('abort', onAbort);
  };
  return {
    async next() {
      while (waiting.length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      if (signal.aborted) {
        end();
        return { done: true, value: undefined };
      }
      const value = waiting;
      waiting = [];
      return { done: false, value };
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.dispose]: end,
  };
}

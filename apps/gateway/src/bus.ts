import type { GatewayBus, GatewayEventMap } from './events';
import type { Logger } from './observability/logger-port';

/** The bus inside one process: handlers run at once, in the order they were added; a failing one harms no other. */
export function createBus(logger: Logger): GatewayBus {
  const handlers = new Map<keyof GatewayEventMap, Set<(payload: never) => void>>();
  return {
    emit(event, payload) {
      for (const handler of handlers.get(event) ?? []) {
        try {
          (handler as (value: typeof payload) => void)(payload);
        } catch (error) {
          logger.error({ err: error, event }, 'a handler of the event bus failed');
        }
      }
    },
    on(event, handler) {
      const set = handlers.get(event) ?? new Set();
      handlers.set(event, set);
      set.add(handler);
      return () => {
        set.delete(handler);
      };
    },
  };
}

import type { LinkIdentity } from './identity';
import type { LinkReason } from '@switchroom/contracts';
import type { LinkState } from './machine';

/** An unsolicited message, decoded; `fields` are without the envelope. */
export interface LinkMessage {
  api: string | undefined;
  mt: string;
  src: string | undefined;
  fields: Record<string, unknown>;
}

/** What a link reports. `ready` comes once per epoch, after login and identity; `down` when a ready link ends. */
export interface LinkEventMap {
  state: { state: LinkState };
  ready: { epoch: number; identity: LinkIdentity };
  identity: { identity: LinkIdentity };
  down: { epoch: number; reason: LinkReason };
}

/** A small typed emitter: a listener that throws is reported and disturbs neither the emitter nor other listeners. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  constructor(private readonly onError: (error: unknown, event: keyof Events) => void) {}

  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        (listener as (payload: Events[E]) => void)(payload);
      } catch (error) {
        this.onError(error, event);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

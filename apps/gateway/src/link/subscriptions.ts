import {
  encodeFrame,
  type FieldsOf,
  type Message,
  MonitorConfig,
  MonitorUnallowed,
  type RequestDescriptor,
  type ResultOf,
  type SubscribeRequest,
  SubscribePresence,
  SubscribeProfile,
  SubscribeServices,
  UnsubscribePresence,
  UnsubscribeProfile,
  UnsubscribeServices,
} from '@switchroom/protocol';
import { rootOf } from './correlator';
import type { LinkMessage } from './events';

/** What a subscription needs of the connection it runs on. */
export interface SubscriptionSender {
  readonly epoch: number;
  request<D extends RequestDescriptor>(
    descriptor: D,
    fields: FieldsOf<D>,
    options: { src: string; deadlineMs?: number | undefined; signal?: AbortSignal | undefined },
  ): Promise<ResultOf<D>>;
  /** Sends a frame whose answer nobody waits for. */
  sendFrame(text: string): void;
  /** A start was not answered, or was refused. `again` starts it once more, if still wanted. */
  startFailed(mt: string, error: unknown, again: () => void): void;
  /** Who hears of the start failed over what the PBX answered. */
  listenerFailed(mt: string, error: unknown): void;
}

/**
 * Sends a further request of a subscription (ReplicateNext after ReplicateStart) on the connection on which it started;
 * indications under that request's `src` reach the same handlers. Rejects with LinkError, `dropped` once that connection ended.
 */
export type FollowUp = <D extends SubscribeRequest>(
  request: D,
  fields: FieldsOf<D>,
  options?: { deadlineMs?: number | undefined; signal?: AbortSignal | undefined },
) => Promise<ResultOf<D>>;

export interface SubscriptionHandlers<D extends SubscribeRequest> {
  onResult?: ((result: ResultOf<D>, epoch: number, follow: FollowUp) => void) | undefined;
  onMessage: (message: LinkMessage, epoch: number) => void;
}

interface Entry {
  readonly src: string;
  start(sender: SubscriptionSender): void;
  deliver(message: LinkMessage, epoch: number): void;
  /** The frame that ends it on the PBX, where the API has one. */
  readonly stopFrame: string | undefined;
}

/** How the APIs end what a request started, and which indications they send for it. */
const stops: readonly {
  starts: RequestDescriptor;
  indications: readonly string[];
  frame: (src: string) => string;
}[] = [
  {
    starts: MonitorConfig,
    indications: ['MonitorConfigInfo'],
    frame: (src) => encodeFrame(MonitorConfig, { stop: true }, { src }),
  },
  {
    starts: MonitorUnallowed,
    indications: ['MonitorUnallowedAdd', 'MonitorUnallowedDel'],
    frame: (src) => encodeFrame(MonitorUnallowed, { stop: true }, { src }),
  },
  {
    starts: SubscribePresence,
    indications: ['PresenceState', 'PresenceUpdate'],
    frame: (src) => encodeFrame(UnsubscribePresence, {}, { src }),
  },
  {
    starts: SubscribeProfile,
    indications: ['ProfileContactAdded', 'ProfileContactDeleted'],
    frame: (src) => encodeFrame(UnsubscribeProfile, {}, { src }),
  },
  {
    starts: SubscribeServices,
    indications: ['ServicesInfo'],
    frame: (src) => encodeFrame(UnsubscribeServices, {}, { src }),
  },
];

/**
 * The subscriptions wanted from one PBX. They live here, outside of any connection, and are started again under the same
 * `src` on every connection that becomes ready. Ending one while the PBX is away is local.
 */
export class Subscriptions {
  readonly #entries = new Map<string, Entry>();
  readonly #stopped = new Set<string>();
  #sender: SubscriptionSender | undefined;
  #next = 1;

  get size(): number {
    return this.#entries.size;
  }

  /** Declares a subscription; the returned function ends it. */
  add<D extends SubscribeRequest>(request: D, fields: FieldsOf<D>, handlers: SubscriptionHandlers<D>): () => void {
    const src = `s${this.#next++}`;
    const stop = stops.find((each) => each.starts === request);
    let followUps = 1;
    const start = (sender: SubscriptionSender) => {
      const follow: FollowUp = (next, nextFields, options) =>
        sender.request(next, nextFields, { ...options, src: `${src}.${followUps++}` });
      const wanted = () => this.#sender === sender && this.#entries.has(src);
      sender
        .request(request, fields, { src })
        .then(
          (result) => {
            if (wanted()) handlers.onResult?.(result, sender.epoch, follow);
          },
          (error: unknown) => {
            if (wanted()) sender.startFailed(request.mt, error, () => wanted() && start(sender));
          },
        )
        .catch((error: unknown) => sender.listenerFailed(request.mt, error));
    };
    this.#entries.set(src, {
      src,
      start,
      deliver: (message, epoch) => handlers.onMessage(message, epoch),
      stopFrame: stop?.frame(src),
    });
    if (this.#sender) start(this.#sender);
    return () => this.#end(src);
  }

  /** A connection is ready: start everything that is wanted. */
  attach(sender: SubscriptionSender): void {
    this.#sender = sender;
    this.#stopped.clear();
    for (const entry of this.#entries.values()) entry.start(sender);
  }

  /** That connection ended. */
  detach(sender: SubscriptionSender): void {
    if (this.#sender === sender) this.#sender = undefined;
  }

  /** Hands an indication to its subscription; false if its `src` belongs to none. */
  dispatch(message: Message, epoch: number): boolean {
    const entry = message.src === undefined ? undefined : this.#entries.get(rootOf(message.src));
    if (entry === undefined) return false;
    const { mt, api, src, ...fields } = message;
    entry.deliver({ mt, api, src, fields }, epoch);
    return true;
  }

  /** The frame that ends an indication nobody wants, once per `src` and connection; undefined where none is known. */
  stopFrameFor(message: Message): string | undefined {
    const { src, mt } = message;
    if (src === undefined || this.#stopped.has(src)) return undefined;
    const stop = stops.find((each) => each.indications.includes(mt));
    if (stop === undefined) return undefined;
    this.#stopped.add(src);
    return stop.frame(src);
  }

  #end(src: string): void {
    const entry = this.#entries.get(src);
    if (entry === undefined) return;
    this.#entries.delete(src);
    if (entry.stopFrame !== undefined) this.#sender?.sendFrame(entry.stopFrame);
  }
}

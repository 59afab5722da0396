import type { LinkView } from '@switchroom/contracts';
import type {
  FieldsOf,
  ReadRequest,
  RequestDescriptor,
  ResultOf,
  SubscribeRequest,
  WriteRequest,
} from '@switchroom/protocol';
import { LinkError } from '../link/errors';
import { Emitter } from '../link/events';
import { Link, type LinkRequestOptions } from '../link/link';
import type { LinkState, Note } from '../link/machine';
import { Subscriptions } from '../link/subscriptions';
import { linkContext, type SharedContext } from './link-context';
import type {
  Fleet,
  FleetEventMap,
  FollowUp,
  PbxIdentity,
  PbxMessage,
  PbxTarget,
  RequestOptions,
  WriteOptions,
} from './port';
import { reconcile } from './reconcile';
import { notGranted, requestError } from './request-errors';
import { disabledView, LinkStatus, startingView } from './status';

const READ_DEADLINE_MS = 10_000;
const WRITE_DEADLINE_MS = 15_000;

const neverConnected: Note = { reason: 'never-connected' };
const restarted: Note = { reason: 'gateway-restart' };

interface Member {
  readonly target: PbxTarget;
  readonly version: number;
  readonly link: Link;
  readonly status: LinkStatus;
}

/** All links of this process. Desired rows come in through `reconcile`, facts go out as events. */
export class LinkFleet implements Fleet {
  readonly #members = new Map<string, Member>();
  /** Inbound PBXes by the path they dial. */
  readonly #byPath = new Map<string, string>();
  readonly #subscriptions = new Map<string, Subscriptions>();
  readonly #lastEpochs = new Map<string, number>();
  readonly #events: Emitter<FleetEventMap>;
  readonly #closing = new Set<Promise<void>>();
  #phase: 'starting' | 'running' | 'stopped' = 'starting';

  constructor(private readonly shared: SharedContext) {
    this.#events = new Emitter((error, event) =>
      shared.logger.error({ err: error, event }, 'a listener of the fleet failed'),
    );
  }

  // Applying a difference is synchronous, so two runs cannot interleave; closing replaced links goes on behind it.
  async reconcile(targets: readonly PbxTarget[]): Promise<void> {
    if (this.#phase === 'stopped') return;
    const { add, replace, remove } = reconcile(this.#members, targets);
    const first = this.#phase === 'starting';
    this.#phase = 'running';
    for (const pbxId of remove) this.#remove(pbxId);
    for (const target of replace) this.#replace(target);
    for (const target of add)
      this.#add(target, this.#lastEpochs.has(target.pbxId) || first ? restarted : neverConnected);
  }

  link(pbxId: string): LinkView {
    const now = this.shared.clock.now();
    const missing = this.#phase === 'running' ? disabledView(now) : startingView(now);
    return this.#members.get(pbxId)?.status.view ?? missing;
  }

  epoch(pbxId: string): number | undefined {
    const state = this.#members.get(pbxId)?.link.state;
    return state?.kind === 'ready' ? state.epoch : undefined;
  }

  identity(pbxId: string): PbxIdentity | undefined {
    return this.#members.get(pbxId)?.link.identity;
  }

  async read<D extends ReadRequest>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    options: RequestOptions = {},
  ): Promise<ResultOf<D>> {
    return await this.#request(pbxId, request, fields, { deadlineMs: READ_DEADLINE_MS, ...options }, 'read');
  }

  async write<D extends WriteRequest>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    options: WriteOptions,
  ): Promise<ResultOf<D>> {
    return await this.#request(pbxId, request, fields, { deadlineMs: WRITE_DEADLINE_MS, ...options }, 'write');
  }

  subscribe<D extends SubscribeRequest>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    handlers: {
      onResult?: (result: ResultOf<D>, epoch: number, follow: FollowUp) => void;
      onMessage: (message: PbxMessage, epoch: number) => void;
    },
  ): () => void {
    const { onResult, onMessage } = handlers;
    return this.#subscriptionsOf(pbxId).add(request, fields, {
      onMessage,
      onResult: (result, epoch, follow) =>
        onResult?.(result, epoch, async (next, nextFields, options) => {
          try {
            return await follow(next, nextFields, options);
          } catch (error) {
            throw requestError(error, 'read', this.#nameOf(pbxId));
          }
        }),
    });
  }

  on<E extends keyof FleetEventMap>(event: E, handler: (payload: FleetEventMap[E]) => void): () => void {
    return this.#events.on(event, handler);
  }

  retryNow(pbxId: string): void {
    this.#members.get(pbxId)?.link.retryNow();
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = { online: 0, connecting: 0, offline: 0, refused: 0 };
    for (const { status } of this.#members.values()) counts[status.view.kind] = (counts[status.view.kind] ?? 0) + 1;
    return counts;
  }

  /** The inbound PBX that dials this path, with its link; for the endpoint that PBXes dial. */
  inbound(domain: string, instance: string): { target: PbxTarget; link: Link } | undefined {
    const pbxId = this.#byPath.get(pathKey(domain, instance));
    return pbxId === undefined ? undefined : this.#members.get(pbxId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#phase = 'stopped';
    for (const { link } of this.#members.values()) this.#close(link);
    await Promise.all(this.#closing);
    this.#members.clear();
    this.#byPath.clear();
    this.#events.clear();
  }

  #add(target: PbxTarget, initial: Note): void {
    const { pbxId, organisationId, version } = target;
    const { clock } = this.shared;
    const firstEpoch = this.#lastEpochs.get(pbxId) ?? 0;
    const link = new Link(linkContext(this.shared, target, this.#subscriptionsOf(pbxId), firstEpoch));
    const member: Member = { target, version, link, status: new LinkStatus(clock.now()) };
    this.#members.set(pbxId, member);
    if (target.direction === 'inbound') this.#byPath.set(pathKey(target.domain, target.instance), pbxId);
    const ids = { pbxId, organisationId };
    link.events.on('state', ({ state }) => this.#onState(member, state));
    link.events.on('ready', (event) => this.#events.emit('ready', { ...ids, ...event }));
    link.events.on('identity', (event) => this.#events.emit('identity', { ...ids, ...event }));
    link.events.on('down', (event) => this.#events.emit('down', { ...ids, ...event }));
    link.start(initial);
  }

  #onState({ target, link, status }: Member, state: LinkState): void {
    this.#lastEpochs.set(target.pbxId, link.epoch);
    if (!status.update(state, this.shared.clock.now())) return;
    // Of a link that was replaced or removed, only the end of its last epoch is still told.
    if (this.#members.get(target.pbxId)?.link !== link) return;
    const { pbxId, organisationId } = target;
    this.#events.emit('link', { pbxId, organisationId, view: status.view });
  }

  #replace(target: PbxTarget): void {
    const old = this.#forget(target.pbxId);
    this.#add(target, old?.identity === undefined ? neverConnected : restarted);
  }

  #remove(pbxId: string): void {
    const member = this.#members.get(pbxId);
    this.#forget(pbxId);
    if (member === undefined) return;
    const { organisationId } = member.target;
    this.#events.emit('link', { pbxId, organisationId, view: disabledView(this.shared.clock.now()) });
  }

  #forget(pbxId: string): Link | undefined {
    const member = this.#members.get(pbxId);
    if (member === undefined) return undefined;
    this.#members.delete(pbxId);
    const path = pathKey(member.target.domain, member.target.instance);
    if (this.#byPath.get(path) === pbxId) this.#byPath.delete(path);
    this.#close(member.link);
    return member.link;
  }

  #close(link: Link): void {
    const closed = link[Symbol.asyncDispose]().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  async #request<D extends RequestDescriptor>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    options: LinkRequestOptions,
    effect: 'read' | 'write',
  ): Promise<ResultOf<D>> {
    const member = this.#members.get(pbxId);
    const pbx = this.#nameOf(pbxId);
    if (member === undefined)
      throw requestError(new LinkError('offline', { message: 'this PBX has no link', sent: false }), effect, pbx);
    if (request.api !== undefined && lacks(member.link, request.api)) throw notGranted(request.api, pbx);
    try {
      return await member.link.request(request, fields, options);
    } catch (error) {
      throw requestError(error, effect, pbx);
    }
  }

  #subscriptionsOf(pbxId: string): Subscriptions {
    const known = this.#subscriptions.get(pbxId) ?? new Subscriptions();
    this.#subscriptions.set(pbxId, known);
    return known;
  }

  #nameOf(pbxId: string): string {
    const member = this.#members.get(pbxId);
    return member?.link.identity?.pbx ?? member?.target.domain ?? member?.target.address ?? pbxId;
  }
}

/** Whether we know that the App object does not grant an API. */
function lacks({ state, identity }: Link, api: string): boolean {
  if (state.kind !== 'ready' && state.kind !== 'refused') return false;
  if (state.kind === 'refused' && state.reason === 'admin-api-missing' && api === 'PbxAdminApi') return true;
  return identity?.apis?.granted.includes(api) === false;
}

/** Host names have no case, and neither has what we make of them. */
function pathKey(domain: string | undefined, instance: string | undefined): string {
  return `${domain ?? ''}/${instance ?? ''}`.toLowerCase();
}

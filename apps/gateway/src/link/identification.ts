import type { EventMessage, MonitorConfigInfo, PbxInfo } from '@switchroom/protocol';
import type { Connection } from './connection';
import type { LinkContext } from './context';
import {
  adminMissingIn,
  ask,
  type Identified,
  identify,
  identityFromPbxInfo,
  type LinkIdentity,
  withConfig,
} from './identity';

export interface IdentificationPort {
  /** PbxAdminApi is granted: the connection can be used. */
  granted(connection: Connection, identity: LinkIdentity): void;
  /** It is not; `detail` says how we know. The connection stays open and is asked again. */
  missing(connection: Connection, detail: string): void;
  /** Something about the PBX became known, or changed. */
  changed(identity: LinkIdentity): void;
}

/**
 * Finds out who the PBX at the other end of a connection is and what it grants, and follows both while it lasts. Works for
 * one connection at a time; what comes from an earlier one is ignored.
 */
export class Identification {
  #current: Connection | undefined;
  #step: 'asking' | 'granted' | 'missing' = 'asking';
  #identity: LinkIdentity | undefined;
  #cancelRecheck: () => void = () => undefined;

  constructor(
    private readonly context: LinkContext,
    private readonly port: IdentificationPort,
  ) {}

  /** Of the current connection, or the last one that told it. */
  get identity(): LinkIdentity | undefined {
    return this.#identity;
  }

  /** Resolves when the port was told, or when the connection ended before. */
  begin(connection: Connection): Promise<void> {
    this.#current = connection;
    this.#step = 'asking';
    return this.#settle(connection, () => identify(connection, this.context));
  }

  /** Asks the PBX again now, while PbxAdminApi is missing. */
  recheck(): void {
    const connection = this.#current;
    if (connection === undefined || this.#step !== 'missing') return;
    this.#cancelRecheck();
    const { target, timings } = this.context;
    void this.#settle(connection, () => ask(connection, target.appObjectName, timings.identifyMs));
  }

  end(): void {
    this.#current = undefined;
    this.#cancelRecheck();
  }

  /** PbxInfo after the first one: the PBX tells what changed. */
  pbxInfo(connection: Connection, info: EventMessage<typeof PbxInfo>): void {
    if (connection !== this.#current || this.#step === 'asking') return;
    const identity = { ...identityFromPbxInfo(info), ip4: this.#identity?.ip4 };
    this.#take(connection, { identity, adminMissing: adminMissingIn(identity) });
  }

  config(connection: Connection, info: EventMessage<typeof MonitorConfigInfo>): void {
    if (connection !== this.#current || this.#step === 'asking' || this.#identity === undefined) return;
    this.#identity = withConfig(this.#identity, info);
    this.port.changed(this.#identity);
  }

  async #settle(connection: Connection, question: () => Promise<Identified>): Promise<void> {
    let identified: Identified;
    try {
      identified = await question();
    } catch (error) {
      // The connection ended meanwhile, which its owner has heard by itself.
      this.context.logger.debug({ err: error, epoch: connection.epoch }, 'the identity of a PBX could not be read');
      return;
    }
    if (connection === this.#current && this.#step !== 'granted') this.#take(connection, identified);
  }

  #take(connection: Connection, { identity, adminMissing }: Identified): void {
    this.#identity = identity;
    this.#cancelRecheck();
    const before = this.#step;
    this.#step = adminMissing === undefined ? 'granted' : 'missing';
    if (before !== 'asking' || adminMissing !== undefined) this.port.changed(identity);
    if (adminMissing === undefined) {
      if (before !== 'granted') this.port.granted(connection, identity);
      return;
    }
    this.#cancelRecheck = this.context.clock.after(this.context.timings.recheckMs, () => this.recheck());
    this.port.missing(connection, adminMissing);
  }
}

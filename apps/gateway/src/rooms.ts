import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Peers } from './api/peers';
import type { PbxEndpoint } from './api/upgrade';
import type { SettingsSource } from './attendant/port';
import type { AuditLog } from './audit/port';
import type { Database } from './db/database';
import type { SecretBox } from './db/secrets-port';
import type { GatewayBus } from './events';
import type { AddressGuard } from './net/address-policy';
import type { Logger } from './observability/logger-port';
import type { Metrics } from './observability/metrics';
import type { Services } from './services';

/** What the rooms around the PBX links are built from. */
export interface RoomDependencies {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  bus: GatewayBus;
  logger: Logger;
  /** Where PBXes reach us. */
  gatewayUrl: string;
  /** The client's address of a request, also behind a proxy. */
  addressOf: Peers['addressOf'];
  count: Metrics['count'];
  /** Which addresses a PBX may have. */
  pbxAddresses: AddressGuard;
  /** What holds at a PBX. */
  settings: SettingsSource;
}

/** The rooms around the PBX links, as the application starts, serves and stops them. */
export interface Rooms {
  services: Pick<Services, 'pbxs' | 'appObjects' | 'templates' | 'plans'>;
  /** `/app/...`: upgrades and plain HTTP. */
  pbxEndpoint: PbxEndpoint & { handleRequest(request: IncomingMessage, response: ServerResponse): void };
  /** Links by state, for metrics. */
  linkCounts(): Record<string, number>;
  /** Operations of plans that ended since the process started, by state, for metrics. */
  operationCounts(): Readonly<Record<string, number>>;
  /** Attendant consoles that are open at these PBXes, together. */
  consolesOn(pbxIds: readonly string[]): number;
  /** Reads what should be linked and starts linking; open plans go on where they were. */
  start(): Promise<void>;
  /** The desired rows changed in another process. */
  targetsChanged(): Promise<void>;
  /** Finishes the operation that runs, or leaves it durable, and closes all links as a gateway that comes back. */
  stop(): Promise<void>;
}

export type BuildRooms = (dependencies: RoomDependencies) => Rooms;

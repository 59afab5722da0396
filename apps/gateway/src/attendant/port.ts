import type { SettingValue } from '@switchroom/contracts';
import type { FieldsOf } from '@switchroom/protocol';
import type { CallInfo } from '@switchroom/protocol/attendant';
import type { AttendantDoor } from '../app-service/attendant-door';
import type { AuditLog } from '../audit/port';
import type { Database } from '../db/database';
import type { FleetReader } from '../fleet/port';
import type { Clock } from '../link/clock';
import type { Logger } from '../observability/logger-port';

/** A call as consoles see it. */
export type AttendantCall = FieldsOf<typeof CallInfo>['call'];

/** What holds at a PBX, as the room of settings answers it; kept there, so asking often costs nothing. */
export interface SettingsSource {
  /** @throws {AppError} `not-found` for a PBX that is gone */
  effective<Key extends string>(target: { pbxId: string }, keys: readonly Key[]): Promise<Record<Key, SettingValue>>;
}

/** What the attendant service is built from. */
export interface AttendantOptions {
  db: Database;
  audit: AuditLog;
  /** Only whether the PBX can be reached: what consoles send never reaches a link by itself. */
  fleet: Pick<FleetReader, 'link' | 'on'>;
  settings: SettingsSource;
  /** The calls an operator has right now. */
  callsOf: (operator: { pbxId: string; userName: string }) => readonly AttendantCall[];
  clock: Clock;
  logger: Logger;
}

/** The service that attendant consoles speak with. */
export interface AttendantRoom extends AsyncDisposable {
  /** Where the endpoint hands over the websockets of users. */
  door: AttendantDoor;
  /** Closes what an earlier process left open, and begins to look for dead consoles. */
  start(): Promise<void>;
  /** Consoles with an open session at these PBXes, together. */
  consolesOn(pbxIds: readonly string[]): number;
  /** Other values hold at these PBXes now: their consoles are told. */
  settingsChanged(pbxIds: readonly string[]): void;
}

import type { PbxCore } from '../core';
import type { Connection } from '../session/connection';
import type { AppFlag } from '../state/catalogue';
import type { JsonObject } from '../state/types';

/** One request on its way through a handler. */
export interface Call {
  readonly core: PbxCore;
  readonly connection: Connection;
  /** The message with its envelope. */
  readonly request: JsonObject;
  readonly src: string | undefined;
  /** Sends an indication of this API with the `src` of the request: after the answer, or before it with `now`. */
  readonly indicate: (mt: string, fields: JsonObject, now?: boolean) => void;
  /** Sends the result; for handlers that need time. */
  readonly reply: (fields: JsonObject) => void;
}

/** Carries out a request and returns the fields of its result; undefined = it will call `reply` itself, later. */
export type Handler = (call: Call) => JsonObject | undefined;

/** One API of the PBX. */
export interface ApiRoute {
  /** App object flag that grants it. */
  readonly flag: AppFlag;
  /** Whether a connection that logged in as a user may use it. */
  readonly forUsers: boolean;
  /** `error: number + errorText` instead of `error: string`. */
  readonly errorNumbers?: boolean;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Messages that change the PBX. */
  readonly writes: ReadonlySet<string>;
  /** Result names that are not `<mt>Result`. */
  readonly resultNames?: Readonly<Record<string, string>>;
}

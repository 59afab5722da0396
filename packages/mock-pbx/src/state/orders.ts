import type { JsonObject } from './types';

/** One order of call control (RCC) that reached the PBX. */
export interface CallOrder {
  readonly at: number;
  readonly connection: number;
  /** `UserCall`, `UserClear`, ... */
  readonly mt: string;
  readonly request: JsonObject;
  /** Long name of the user whose phone was ordered. */
  readonly user: string | undefined;
  /** Device that was ordered; undefined when the order named none. */
  readonly hw: string | undefined;
  /** Why the PBX refused; undefined = taken. What became of the call is told by CallInfo. */
  readonly error: string | undefined;
}

/** One login of a user that this PBX made for an app. */
export interface LoginEntry {
  readonly at: number;
  /** Name of the user. */
  readonly user: string;
  readonly appObject: string;
  /** Why the PBX made none. */
  readonly error: string | undefined;
}

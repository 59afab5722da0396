import type { Transport } from '../link/transport';

/** What the digest of a user's login proves: nothing here can be changed by whoever passes the login on. */
export interface UserLogin {
  /** Name (h323) of the user on the PBX. */
  readonly user: string;
  readonly guid: string | undefined;
  /** Display name. */
  readonly displayName: string | undefined;
  /** The PBX says that the user has no App licence for this app. */
  readonly unlicensed: boolean;
}

/**
 * Takes the websocket of a user whose login was checked. Such a socket is nobody's link: what it sends never reaches the
 * PBX's APIs, and it is not offered to the link of its PBX.
 */
export interface AttendantDoor {
  /** `closed`: the service is stopping, the socket is left to the caller. */
  adopt(transport: Transport, place: { readonly pbxId: string }, login: UserLogin): 'adopted' | 'closed';
}

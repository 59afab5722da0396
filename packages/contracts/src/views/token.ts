import type { TokenState } from '../inputs/tokens';
import type { Permission } from '../permissions/permissions';
import type { OrganisationRef } from './session';

/** A token as its list shows it; the token itself is shown once, when it is made. */
export interface TokenRow {
  id: string;
  name: string;
  /** Its first characters, to recognise it by. */
  prefix: string;
  organisation: OrganisationRef;
  createdBy: string;
  /** What it was given; what it may do is that and no more than its maker may do today. */
  permissions: readonly Permission[];
  state: TokenState;
  createdAt: Date;
  expiresAt: Date;
  /** To the minute. */
  lastUsedAt: Date | undefined;
  lastUsedAddress: string | undefined;
  revokedAt: Date | undefined;
}

/** The answer to making one: the only time that the token itself is anywhere but with who asked. */
export interface CreatedToken {
  id: string;
  token: string;
  expiresAt: Date;
}

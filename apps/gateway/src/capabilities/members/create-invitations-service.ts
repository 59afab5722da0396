import type { AuditLog } from '../../audit/port';
import type { AccountStore } from '../../auth/port';
import { Throttle } from '../../auth/throttle';
import { type Database, systemScope } from '../../db/database';
import type { GatewayBus } from '../../events';
import type { Mailer } from '../../mail/port';
import { acceptInvitation, lookAtInvitation } from './accept-invitation';
import { listInvitations } from './invitations.queries';
import type { InvitationsService } from './invitations.service';
import { createInvitation, resendInvitation, revokeInvitation } from './invite';

export interface InvitationsDependencies {
  db: Database;
  audit: AuditLog;
  bus: GatewayBus;
  accounts: Pick<AccountStore, 'find' | 'put'>;
  mailer: Mailer;
  /** The portal as browsers see it; links in mail begin with it. */
  publicUrl: string;
  /** Wrong links from one address; tests set fewer. */
  limits?: { failures: number; windowMs: number };
}

const MINUTE_MS = 60_000;

/** Invitations: what administrators do with them, and what their link leads to. */
export function createInvitationsService(dependencies: InvitationsDependencies): InvitationsService {
  const { db, limits } = dependencies;
  // A token cannot be guessed; this bounds what somebody who tries costs.
  const perAddress = new Throttle(limits ?? { failures: 20, windowMs: 5 * MINUTE_MS });
  return {
    list: (tenant, input) => db.inScope(systemScope, (tx) => listInvitations(tx, tenant.path, input)),
    create: (tenant, caller, input) => createInvitation(dependencies, tenant, caller, input),
    revoke: (tenant, invitationId) => revokeInvitation(dependencies, tenant, invitationId),
    resend: (tenant, caller, input) => resendInvitation(dependencies, tenant, caller, input),
    look: (visitor, token) => lookAtInvitation(dependencies, perAddress, visitor, token),
    accept: (visitor, input) => acceptInvitation(dependencies, perAddress, visitor, input),
  };
}

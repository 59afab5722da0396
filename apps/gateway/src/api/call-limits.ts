import { AppError } from '@switchroom/contracts';
import type { Caller } from '../auth/caller';
import { RateLimit, type RateLimits } from '../auth/rate-limit';
import { networkOf } from '../networks';

/** What callers are allowed. */
export interface CallLimitSettings {
  /** All calls of one person, over all their browsers. */
  person: RateLimits;
  /** Calls of one address that nobody is signed in for. */
  visitor: RateLimits;
  /** Calls of one person, program or address that make us dial, send mail, read whole chains, or end streams of many. */
  costly: RateLimits;
}

/** A page asks for some ten things when it opens; an office shares an address. */
export const callLimits: CallLimitSettings = {
  person: { burst: 600, perMinute: 1200 },
  visitor: { burst: 200, perMinute: 240 },
  costly: { burst: 30, perMinute: 30 },
};

/** Procedures that cost far more than a query. A test sees that each exists. */
export const costlyProcedures: ReadonlySet<string> = new Set([
  'auditTrail.export',
  'auditTrail.forwarders.create',
  'auditTrail.forwarders.test',
  'auditTrail.forwarders.update',
  'auditTrail.verify',
  'connectivity.checkTls',
  'connectivity.probeExchange',
  'connectivity.probeOffice365',
  'connectivity.runOpenssl',
  'identityProviders.test',
  'invitations.accept',
  'invitations.create',
  'invitations.resend',
  'keys.rotate',
  'mail.retry',
  'mail.sendTest',
  'members.sendPasswordReset',
  'organisations.archive',
  'organisations.move',
  'organisations.previewMove',
  'organisations.restore',
  'pbxs.probeCertificate',
  'pbxs.reconnect',
  'pbxs.refresh',
  'policies.update',
  'settings.export',
  'settings.import',
  'settings.importPreview',
  'settings.previewBulk',
  'settings.saveBulk',
  'setup.createFirstAdministrator',
]);

/** Counts calls before anything is done for them. */
export interface CallLimits {
  /** @throws {AppError} `too-many-requests` with the seconds to wait */
  take(path: string, caller: Caller | undefined, address: string): void;
}

export function createCallLimits(settings: CallLimitSettings = callLimits, now: () => number = Date.now): CallLimits {
  const perPerson = new RateLimit(settings.person, now);
  const perVisitor = new RateLimit(settings.visitor, now);
  const costly = new RateLimit(settings.costly, now);
  return {
    take(path, caller, address) {
      const key = keyOf(caller, address);
      // Programs have a budget of their own, counted before their token is worth anything.
      if (caller?.token === undefined) refuseFor((caller === undefined ? perVisitor : perPerson).take(key));
      if (costlyProcedures.has(path)) refuseFor(costly.take(key));
    },
  };
}

/** Whoever is at the keyboard; somebody who looks in does not use up the other's budget. */
function keyOf(caller: Caller | undefined, address: string): string {
  if (caller === undefined) return `address ${networkOf(address)}`;
  if (caller.token !== undefined) return `token ${caller.token.id}`;
  return `person ${caller.impersonation?.actor.id ?? caller.id}`;
}

function refuseFor(retryAfterSeconds: number): void {
  if (retryAfterSeconds > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds } });
}

import { domainOfEmail } from '@switchroom/contracts';
import { z } from 'zod';

/** A person as a provider has proven them, after every check of the token. */
export interface ProvenPerson {
  /** The provider's own name for them, which never changes. */
  subject: string;
  email: string;
  name: string;
  secondFactor: boolean;
  /** When they last signed in at the provider, if it says so. */
  authenticatedAt: Date | undefined;
  claims: Record<string, unknown>;
}

interface Trust {
  emailDomains: readonly string[];
  emailsVerified: boolean;
  countsAsSecondFactor: boolean;
}

const address = z.email().max(254);
/** Methods (RFC 8176) that are only something one knows. */
const knowledge = new Set(['pwd', 'pin', 'kba']);

/**
 * The person of these claims. Undefined where the e-mail address is not to be believed: it is missing, not verified, or
 * lies in a domain that this provider does not speak for.
 */
export function personOf(claims: Record<string, unknown>, trust: Trust): ProvenPerson | undefined {
  const { sub, email: given, email_verified: verified, name, auth_time: time } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return undefined;
  const email = address.safeParse(given).data?.toLowerCase();
  if (email === undefined || !trust.emailDomains.includes(domainOfEmail(email) ?? '')) return undefined;
  // Some providers write it as text. One that says "false" is believed, whatever it declares in general.
  const says = verified === true || verified === 'true' ? true : verified === undefined ? trust.emailsVerified : false;
  if (!says) return undefined;
  return {
    subject: sub,
    email,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 80) : (email.split('@')[0] ?? email),
    secondFactor: trust.countsAsSecondFactor && !knowledgeAlone(claims['amr']),
    authenticatedAt: typeof time === 'number' && Number.isFinite(time) ? new Date(time * 1000) : undefined,
    claims,
  };
}

/** True when the provider lists how the person signed in, and all of it is something one knows. */
function knowledgeAlone(amr: unknown): boolean {
  return Array.isArray(amr) && amr.length > 0 && amr.every((method) => knowledge.has(String(method)));
}

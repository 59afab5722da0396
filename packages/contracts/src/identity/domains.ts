/** Domains whose addresses anybody can get: who signs people in for one of them would speak for strangers. */
const publicMailDomains = new Set([
  'aol.com',
  'fastmail.com',
  'gmail.com',
  'gmx.at',
  'gmx.ch',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'hotmail.de',
  'hotmail.it',
  'icloud.com',
  'libero.it',
  'live.com',
  'mail.com',
  'me.com',
  'msn.com',
  'outlook.com',
  'outlook.de',
  'proton.me',
  'protonmail.com',
  't-online.de',
  'tiscali.it',
  'virgilio.it',
  'web.de',
  'yahoo.com',
  'yahoo.de',
  'yahoo.it',
]);

/** True for a mail provider's own domain, where everybody can have an address. */
export function isPublicMailDomain(domain: string): boolean {
  return publicMailDomains.has(domain);
}

/** The domain of an e-mail address in lower case; undefined where there is none. */
export function domainOfEmail(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  return at > 0 && domain !== '' ? domain : undefined;
}

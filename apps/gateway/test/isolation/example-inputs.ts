import { appFlags } from '@switchroom/contracts';

/**
 * What each procedure needs beside ids to be called: an input that its schema accepts, so that what is denied is denied by the
 * access check. Ids (organisationId, pbxId, planId, memberId...) are put in by the suite; a procedure that takes nothing
 * else needs no entry. A new procedure without the entry it needs fails `every procedure` with its name.
 */
export const exampleInputs: Record<string, object> = {
  'policies.update': { version: 0, requireSecondFactor: false, forbidImpersonation: false, auditRetentionDays: null },
  'organisations.create': { name: 'New', kind: 'site' },
  'organisations.rename': { name: 'New', version: 1 },
  'organisations.move': { digest: '0'.repeat(64) },
  'organisations.archive': { version: 1, confirmName: 'New' },
  'organisations.restore': { version: 1 },
  'branding.update': {
    productName: 'P',
    hostName: null,
    accentLight: null,
    accentDark: null,
    mailFromName: null,
    mailReplyTo: null,
    version: 0,
  },
  'branding.remove': { version: 1 },
  'members.explain': { userId: 'somebody' },
  'members.changeRole': { version: 1, role: 'custom' },
  'members.remove': { version: 1 },
  'members.sendPasswordReset': { locale: 'en' },
  'members.removeSecondFactor': { locale: 'en', reason: 'lost' },
  'invitations.create': { email: 'new@example.test', name: 'New', role: 'custom', locale: 'en' },
  'invitations.resend': { locale: 'en' },
  'roles.create': { name: 'Role', permissions: ['pbxs:read'] },
  'roles.update': { name: 'Role', permissions: ['pbxs:read'], version: 1 },
  'identityProviders.create': {
    ...identityProvider(),
    issuer: 'https://id.example',
    clientId: 'c',
    clientSecret: 's',
  },
  'identityProviders.update': { ...identityProvider(), version: 1 },
  'identityProviders.remove': { confirmName: 'P' },
  'identityProviders.test': { issuer: 'https://id.example' },
  'tokens.create': { name: 'T', permissions: ['pbxs:read'], expiresInDays: 30 },
  'impersonation.view': { reason: 'they cannot see their PBX' },
  'impersonation.act': { reason: 'they cannot see their PBX' },
  'callHistory.updateSchedule': { version: 0, timeZone: 'Europe/Rome' },
  'callHistory.intakes.rotate': { version: 7 },
  'callHistory.intakes.remove': { version: 7 },
  'keys.rotate': { kind: 'data-key' },
  'mail.sendTest': { locale: 'en' },
  'auditTrail.timeline': { targetKind: 'pbx', targetId: 'something' },
  'auditTrail.export': { format: 'csv' },
  'auditTrail.forwarders.create': { forwarder: forwarder() },
  'auditTrail.forwarders.update': { version: 1, forwarder: forwarder() },
  'auditTrail.forwarders.remove': { version: 1 },
  'pbxs.create': { direction: 'inbound', name: 'P', appObjectName: 'app', domain: 'a.example' },
  'pbxs.probeCertificate': { address: 'pbx.example' },
  'pbxs.update': { version: 1 },
  'pbxs.remove': { confirmName: 'P' },
  'appObjects.acceptOutside': { seenAt: new Date() },
  'appObjects.planCreate': { form: appForm() },
  'appObjects.planUpdate': { base: appForm(), form: appForm() },
};

function identityProvider() {
  return {
    name: 'P',
    emailDomains: ['customer.example'],
    emailsVerified: true,
    roleClaim: 'groups',
    roleMapping: [{ value: 'staff', role: 'auditor' }],
    defaultRole: null,
    countsAsSecondFactor: false,
    enabled: true,
  };
}

function forwarder() {
  return { host: 'syslog.example', port: 6514, tls: true, caCertificate: null, enabled: false };
}

function appForm() {
  return {
    name: 'fax',
    longName: 'Fax',
    url: 'http://gateway.test/app/x/y/fax',
    flags: Object.fromEntries(appFlags.map((flag) => [flag, false])),
  };
}

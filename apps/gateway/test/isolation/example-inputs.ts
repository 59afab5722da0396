import { appFlags } from '@switchroom/contracts';

/**
 * What each procedure needs beside ids to be called: an input that its schema accepts, so that what is denied is denied by the
 * access check. Ids (organisationId, pbxId, planId, memberId...) are put in by the suite; a procedure that takes nothing
 * else needs no entry. A new procedure without the entry it needs fails `every procedure` with its name.
 */
export const exampleInputs: Record<string, object> = {
  'policies.update': {
    version: 0,
    requireSecondFactor: false,
    forbidImpersonation: false,
    auditRetentionDays: null,
    settingApprovalPbxs: null,
  },
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
  // Nothing answers there, and no name has to be looked up.
  'connectivity.checkTls': { host: '127.0.0.1', port: 1 },
  'connectivity.runOpenssl': { host: '127.0.0.1', port: 1 },
  'connectivity.probeExchange': { ewsUrl: 'http://127.0.0.1:1/ews/exchange.asmx' },
  'connectivity.probeOffice365': {
    tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3302',
    clientSecret: 's',
    tokenUrl: 'http://127.0.0.1:1/token',
  },
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
  'settings.why': { key: 'attendant.retentionDays' },
  'settings.preview': { changes: [settingChange()] },
  'settings.save': { changes: [settingChange()], digest: '0'.repeat(64) },
  'settings.ownBelow': { key: 'attendant.retentionDays' },
  'settings.lock': { key: 'attendant.retentionDays', reason: 'the works council asked for it' },
  'settings.unlock': { key: 'attendant.retentionDays' },
  'settings.previewBulk': manySettings(),
  'settings.saveBulk': { ...manySettings(), digest: '0'.repeat(64) },
  'settings.restore': { digest: '0'.repeat(64) },
  'settings.importPreview': { file: settingsFile() },
  'settings.import': { file: settingsFile(), digest: '0'.repeat(64) },
  'pbxs.create': { direction: 'inbound', name: 'P', appObjectName: 'app', domain: 'a.example' },
  'pbxs.probeCertificate': { address: 'pbx.example' },
  'pbxs.update': { version: 1 },
  'pbxs.remove': { confirmName: 'P' },
  'appObjects.acceptOutside': { seenAt: new Date() },
  'appObjects.planCreate': { form: appForm() },
  'appObjects.planUpdate': { base: appForm(), form: appForm() },
};

/** One place, which the suite replaces where it tries somebody else's. */
function manySettings() {
  return {
    targets: [{ pbxId: '00000000-0000-4000-8000-000000000000' }],
    changes: [{ key: 'attendant.retentionDays', value: 30 }],
  };
}

function settingsFile() {
  return 'format: switchroom-settings\nversion: 1\nplaces: []\n';
}

function settingChange() {
  return { key: 'attendant.retentionDays', value: 30, revision: 0 };
}

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

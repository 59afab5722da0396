import { describe, expect, it } from 'vitest';
import { settingEntry, settingsCatalogue } from './catalogue';
import { type LocalText, settingGroups, settingLevels } from './entry';
import { settingSchema } from './schema';

/** The tables of settings that the catalogue was made from, key by key. */
const named = `
  attendant.retentionDays attendant.skystonePrefix attendant.minLookupLength attendant.searchMaxResults
  attendant.clientUpdatesUrl attendant.forwardMasking attendant.seeAllParkedCalls attendant.showRemoteParty
  attendant.panic.enabled attendant.panic.number
  attendant.calendar.enabled attendant.calendar.provider attendant.calendar.basicAuth attendant.calendar.modernAuth
  attendant.calendar.tenantId attendant.calendar.clientId attendant.calendar.exchangeVersion attendant.calendar.ewsUrl
  attendant.calendar.refreshSeconds attendant.pauseReasons
  attendant.numbering.internalPatterns attendant.numbering.outgoingPrefix attendant.numbering.incomingPrefix
  attendant.numbering.countryCode
  pbx.auth.twoFactor pbx.auth.type pbx.auth.oauth2ProviderName pbx.auth.oauth2Domain
  pbx.mail.smtpServer pbx.mail.clientHost pbx.mail.senderName pbx.mail.address pbx.mail.username pbx.mail.password
  pbx.mail.verificationLink pbx.mail.oauth2.mode pbx.mail.oauth2.tenant pbx.mail.oauth2.clientId
  pbx.mail.oauth2.clientSecret pbx.mail.oauth2.secretExpires pbx.mail.oauth2.resourceOwner
  pbx.mail.oauth2.resourcePassword pbx.mail.oauth2.clientEmail pbx.mail.oauth2.privateKeyId
  pbx.mail.oauth2.privateKey pbx.mail.oauth2.tokenEndpoint pbx.mail.oauth2.authorizationUrl
  pbx.logging.type pbx.logging.address pbx.logging.port pbx.logging.class pbx.logging.path pbx.logging.method
  pbx.logging.shadow.type pbx.logging.shadow.address pbx.logging.shadow.port pbx.logging.shadow.class
  pbx.logging.shadow.path pbx.logging.shadow.method
  pbx.alarms.forward.method pbx.alarms.forward.address pbx.alarms.forward.port pbx.alarms.forward.path
  pbx.alarms.forward.class pbx.alarms.authenticate pbx.alarms.memoryQueue pbx.alarms.persistentQueue
  pbx.trace.stopOnEvents
  pbx.alarms.mail.senderAddress pbx.alarms.mail.senderName pbx.alarms.mail.recipientAddress
  pbx.alarms.mail.recipientName pbx.alarms.mail.server pbx.alarms.mail.username pbx.alarms.mail.password
  pbx.myapps.launcherUpdate pbx.myapps.autostart pbx.myapps.offlineAfter pbx.myapps.hotkeys.dial
  pbx.myapps.hotkeys.accept pbx.myapps.hotkeys.reject pbx.myapps.docking pbx.myapps.notifications
  pbx.myapps.excludeVpn pbx.myapps.taskbar pbx.myapps.logFlags pbx.myapps.externalApps
  pbx.recording.url pbx.recording.default pbx.recording.externalOnly pbx.recording.userControl pbx.recording.force
  users.passwordPolicy.minLength users.passwordPolicy.categories users.selfRegistration users.passwordReset
  users.accountDeletion users.defaultProfileApp
  reports.autoDelete reports.deleteAfterDays reports.cdrAccount.username reports.cdrAccount.password
  reports.externalAccount.username reports.externalAccount.password
  reports.mail.smtpServer reports.mail.senderName reports.mail.address reports.mail.username reports.mail.password
`
  .trim()
  .split(/\s+/);

describe('the catalogue', () => {
  it('has every setting of the tables, once, and no other', () => {
    expect(settingsCatalogue.map(({ key }) => key).toSorted()).toEqual(named.toSorted());
    expect(new Set(named).size).toBe(named.length);
  });

  it('finds an entry by its key, and none for what it does not know', () => {
    expect(settingsCatalogue.every((entry) => settingEntry(entry.key) === entry)).toBe(true);
    expect(settingEntry('attendant.tls')).toBeUndefined();
    expect(settingEntry('constructor')).toBeUndefined();
  });

  it('keeps the settings of a group together, in the order of the groups', () => {
    const runs = settingsCatalogue.map(({ group }) => group).filter((group, index, all) => group !== all[index - 1]);
    expect(runs).toEqual(settingGroups);
  });

  it('has the attendant service make attendant settings true, and nobody the others', () => {
    for (const { key, enforcedBy, takesEffect } of settingsCatalogue) {
      const ours = key.startsWith('attendant.');
      expect([key, enforcedBy]).toEqual([key, ours ? 'gateway' : 'nobody-yet']);
      expect([key, takesEffect === 'when-written']).toEqual([key, !ours]);
    }
  });

  it('knows only the panic button as safety-critical', () => {
    expect(settingsCatalogue.filter((entry) => entry.safetyCritical).map(({ key }) => key)).toEqual([
      'attendant.panic.enabled',
      'attendant.panic.number',
    ]);
  });
});

describe.each(settingsCatalogue)('$key', (entry) => {
  const { type } = entry;

  it('has a key that inputs, the database and exports take', () => {
    expect(entry.key).toMatch(/^[a-z]+(\.[a-z][a-zA-Z0-9]*)+$/);
    expect(entry.key.length).toBeLessThanOrEqual(60);
  });

  it('can be set at every level', () => {
    expect(entry.levels).toEqual(settingLevels);
  });

  it('names the text that it comes from by its title, and its label there', () => {
    expect(entry.source.text).toMatch(/^[a-z0-9-]+$/);
    expect(entry.source.label.trim()).not.toBe('');
  });

  it('has a factory value that its own schema takes as it is; a secret has none', () => {
    expect(entry.secret).toBe(type.kind === 'secret');
    if (entry.secret) expect(entry.factory).toBe('');
    else expect(settingSchema(entry).parse(entry.factory)).toStrictEqual(entry.factory);
  });

  it('has its texts in three languages, short and plain', () => {
    const options = type.kind === 'choice' || type.kind === 'choices' ? type.options : [];
    for (const text of [entry.label, entry.help, ...options.map(({ label }) => label)]) expectText(text);
    for (const [label, help] of [
      [entry.label.en, entry.help.en],
      [entry.label.de, entry.help.de],
      [entry.label.it, entry.help.it],
    ] as const) {
      expect(label.length).toBeLessThanOrEqual(60);
      expect(label).not.toMatch(/\.$/);
      expect(help.length).toBeLessThanOrEqual(160);
      expect(help).toMatch(/[.]$/);
    }
    expect(new Set(Object.values(entry.help)).size).toBe(3);
  });

  it('offers each option once', () => {
    const values = type.kind === 'choice' || type.kind === 'choices' ? type.options.map(({ value }) => value) : [];
    expect(new Set(values).size).toBe(values.length);
  });
});

function expectText(text: LocalText): void {
  expect(Object.keys(text)).toEqual(['en', 'de', 'it']);
  for (const one of Object.values(text)) {
    expect(one).toBe(one.trim());
    expect(one).not.toBe('');
    expect(one).not.toMatch(/ {2}|[\n\u2019]/);
  }
}

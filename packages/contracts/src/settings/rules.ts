import type { SettingValue } from './entry';

/** What holds at one place. Of a secret: any text where there is one, the empty text where there is none. */
export type ReadSetting = (key: string) => SettingValue;

/** A rule between settings. It is told at `key`, and every key that it looks at is in `involves`. */
export interface SettingRule {
  key: string;
  /** A key of the portal's `fieldErrors`. */
  rule: string;
  /** A refused rule must not be broken by a change of one of its keys; a warning is only said. */
  kind: 'refused' | 'warning';
  involves: readonly string[];
  broken: (read: ReadSetting) => boolean;
}

/** A rule that a place breaks. An old one is no reason to refuse a change that touches none of `involves`. */
export type BrokenRule = Pick<SettingRule, 'key' | 'rule' | 'involves'>;

const calendar = 'attendant.calendar';
const oauth2 = 'pbx.mail.oauth2';

/** Fields that each OAuth2 mode of the mail account cannot do without (seed `oauth2-email`, Modes and Generic). */
const oauth2Fields: Readonly<Record<string, readonly string[]>> = {
  exchange: ['tenant', 'clientId', 'clientSecret'],
  microsoft365: ['tenant', 'clientId', 'clientSecret', 'resourceOwner', 'resourcePassword'],
  gmail: ['clientId', 'clientSecret'],
  googleServiceAccount: ['clientEmail', 'privateKeyId', 'privateKey'],
  clientSecretPost: ['tokenEndpoint', 'clientId', 'clientSecret'],
  privateKeyJwt: ['tokenEndpoint', 'clientId', 'privateKey'],
};

/** Fields that each type of log server cannot do without (seed `services-logging`, Log Server). */
const logServerFields: Readonly<Record<string, readonly string[]>> = {
  tcp: ['address', 'port'],
  syslog: ['address'],
  http: ['address'],
  'remote-ap': ['address', 'port'],
  'remote-ap-s': ['address', 'port'],
};
const externalMethods: readonly SettingValue[] = ['external-post', 'external-get'];

/** `key` must not be empty while `when` holds, which looks at `others`. */
function needed(
  rule: string,
  key: string,
  others: readonly string[],
  when: (read: ReadSetting) => boolean,
): SettingRule {
  return {
    key,
    rule,
    kind: 'refused',
    involves: [...others, key],
    broken: (read) => read(key) === '' && when(read),
  };
}

/** Each field of the table must not be empty while `chooser` has a value that names it. */
function neededByChoice(
  rule: string,
  chooser: string,
  prefix: string,
  table: Readonly<Record<string, readonly string[]>>,
): SettingRule[] {
  const fields = new Set(Object.values(table).flat());
  return [...fields].map((field) =>
    needed(rule, `${prefix}.${field}`, [chooser], (read) => {
      const chosen = read(chooser);
      return typeof chosen === 'string' && (table[chosen]?.includes(field) ?? false);
    }),
  );
}

function logServerRules(prefix: string): SettingRule[] {
  const rule = 'setting-needs-logging-field';
  const chooser = [`${prefix}.type`, `${prefix}.method`] as const;
  return [
    ...neededByChoice(rule, `${prefix}.type`, prefix, logServerFields),
    needed(
      rule,
      `${prefix}.path`,
      chooser,
      (read) => read(chooser[0]) === 'http' && externalMethods.includes(read(chooser[1])),
    ),
  ];
}

const refusals: readonly SettingRule[] = [
  needed(
    'setting-needs-panic-number',
    'attendant.panic.number',
    ['attendant.panic.enabled'],
    (read) => read('attendant.panic.enabled') === true,
  ),
  needed(
    'setting-needs-ews-url',
    `${calendar}.ewsUrl`,
    [`${calendar}.enabled`, `${calendar}.provider`],
    (read) => read(`${calendar}.enabled`) === true && read(`${calendar}.provider`) === 'exchange',
  ),
  ...(['tenantId', 'clientId'] as const).map((field) =>
    needed(
      field === 'tenantId' ? 'setting-needs-tenant-id' : 'setting-needs-client-id',
      `${calendar}.${field}`,
      [`${calendar}.enabled`, `${calendar}.provider`, `${calendar}.modernAuth`],
      (read) =>
        read(`${calendar}.enabled`) === true &&
        read(`${calendar}.provider`) === 'office365' &&
        read(`${calendar}.modernAuth`) === true,
    ),
  ),
  ...neededByChoice('setting-needs-oauth2-field', `${oauth2}.mode`, oauth2, oauth2Fields),
  // The account is released either in a dialogue, which needs its address, or by the resource owner.
  needed(
    'setting-needs-oauth2-field',
    `${oauth2}.authorizationUrl`,
    [`${oauth2}.mode`, `${oauth2}.resourceOwner`],
    (read) => read(`${oauth2}.mode`) === 'clientSecretPost' && read(`${oauth2}.resourceOwner`) === '',
  ),
  ...logServerRules('pbx.logging'),
  ...logServerRules('pbx.logging.shadow'),
  needed(
    'setting-needs-forward-field',
    'pbx.alarms.forward.address',
    ['pbx.alarms.forward.method'],
    (read) => read('pbx.alarms.forward.method') !== 'off',
  ),
  needed('setting-needs-forward-field', 'pbx.alarms.forward.path', ['pbx.alarms.forward.method'], (read) =>
    externalMethods.includes(read('pbx.alarms.forward.method')),
  ),
];

const warnings: readonly SettingRule[] = [
  {
    key: `${calendar}.basicAuth`,
    rule: 'setting-warns-both-authentications',
    kind: 'warning',
    involves: [`${calendar}.provider`, `${calendar}.basicAuth`, `${calendar}.modernAuth`],
    broken: (read) =>
      read(`${calendar}.provider`) === 'office365' &&
      read(`${calendar}.basicAuth`) === true &&
      read(`${calendar}.modernAuth`) === true,
  },
  {
    key: `${calendar}.basicAuth`,
    rule: 'setting-warns-basic-authentication',
    kind: 'warning',
    involves: [`${calendar}.provider`, `${calendar}.basicAuth`, `${calendar}.modernAuth`],
    broken: (read) =>
      read(`${calendar}.provider`) === 'office365' &&
      read(`${calendar}.basicAuth`) === true &&
      read(`${calendar}.modernAuth`) === false,
  },
  {
    key: `${calendar}.refreshSeconds`,
    rule: 'setting-warns-fast-refresh',
    kind: 'warning',
    involves: [`${calendar}.refreshSeconds`],
    broken: (read) => Number(read(`${calendar}.refreshSeconds`)) < 60,
  },
  {
    key: 'pbx.auth.twoFactor',
    rule: 'setting-warns-two-factor-mail',
    kind: 'warning',
    involves: ['pbx.auth.twoFactor', 'pbx.mail.smtpServer', 'pbx.mail.verificationLink'],
    broken: (read) =>
      read('pbx.auth.twoFactor') === true &&
      (read('pbx.mail.smtpServer') === '' || read('pbx.mail.verificationLink') === ''),
  },
  {
    key: 'pbx.recording.default',
    rule: 'setting-warns-recording-url',
    kind: 'warning',
    involves: ['pbx.recording.default', 'pbx.recording.url'],
    broken: (read) => read('pbx.recording.default') === true && read('pbx.recording.url') === '',
  },
];

/** Every rule between settings, with the keys that it involves. */
export const settingRules: readonly SettingRule[] = [...refusals, ...warnings];

/** Which rules between settings the values that hold at one place break. */
export function checkSettings(read: ReadSetting): { refused: BrokenRule[]; warnings: BrokenRule[] } {
  const broken = settingRules.filter((rule) => rule.broken(read));
  const of = (kind: SettingRule['kind']): BrokenRule[] =>
    broken.filter((rule) => rule.kind === kind).map(({ key, rule, involves }) => ({ key, rule, involves }));
  return { refused: of('refused'), warnings: of('warning') };
}

/** The keys, and those that take part in a rule with one of them. */
export function relatedSettings(keys: readonly string[]): string[] {
  const asked = new Set(keys);
  const together = settingRules.filter(({ involves }) => involves.some((key) => asked.has(key)));
  return [...new Set([...keys, ...together.flatMap(({ involves }) => involves)])];
}

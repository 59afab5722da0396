import type { SettingEntry } from '../entry';
import { keptOnly, option, text } from './common';

const page = 'pbx-authentication';
const base = { ...keptOnly, group: 'authentication' } as const;

/** How users sign in to the PBX. */
export const authenticationSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.auth.twoFactor',
    label: text('Two-factor authentication', 'Zwei-Faktor-Authentifizierung', 'Autenticazione a due fattori'),
    help: text(
      'Users also approve each sign-in to myApps, in an open session or by a link sent by e-mail.',
      'Benutzer bestätigen jede Anmeldung bei myApps zusätzlich, in einer offenen Sitzung oder über einen Link per E-Mail.',
      'Gli utenti confermano anche ogni accesso a myApps, in una sessione aperta o con un link ricevuto per e-mail.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: page, label: 'Two-factor authentication' },
  },
  {
    ...base,
    key: 'pbx.auth.type',
    label: text('Authentication type', 'Art der Authentifizierung', 'Tipo di autenticazione'),
    help: text(
      'Which passwords are accepted. Netlogon is the Windows password; OAuth2 works with myApps only.',
      'Welche Passwörter angenommen werden. Netlogon ist das Windows-Passwort; OAuth2 geht nur mit myApps.',
      'Quali password vengono accettate. Netlogon è la password di Windows; OAuth2 funziona solo con myApps.',
    ),
    type: {
      kind: 'choice',
      options: [
        option('pbx', 'PBX only', 'Nur PBX', 'Solo PBX'),
        option('netlogon', 'Netlogon only', 'Nur Netlogon', 'Solo Netlogon'),
        option('pbx+netlogon', 'PBX and Netlogon', 'PBX und Netlogon', 'PBX e Netlogon'),
        option('oauth2', 'OAuth2 only', 'Nur OAuth2', 'Solo OAuth2'),
        option('pbx+oauth2', 'PBX and OAuth2', 'PBX und OAuth2', 'PBX e OAuth2'),
      ],
    },
    factory: 'pbx',
    source: { text: page, label: 'Authentication type' },
  },
  {
    ...base,
    key: 'pbx.auth.oauth2ProviderName',
    label: text('OAuth2 provider name', 'Name des OAuth2-Anbieters', 'Nome del provider OAuth2'),
    help: text(
      'What the sign-in form calls it, such as Windows or Active Directory.',
      'So nennt ihn das Anmeldeformular, etwa Windows oder Active Directory.',
      'Come lo chiama il modulo di accesso, per esempio Windows o Active Directory.',
    ),
    type: { kind: 'text', max: 100 },
    factory: '',
    source: { text: page, label: 'OAuth2 provider name' },
  },
  {
    ...base,
    key: 'pbx.auth.oauth2Domain',
    label: text('OAuth2 domain', 'OAuth2-Domäne', 'Dominio OAuth2'),
    help: text(
      'Users of this domain count as members of the PBX domain. Needed only if the two differ.',
      'Benutzer dieser Domäne gelten als Mitglieder der PBX-Domäne. Nur nötig, wenn beide verschieden sind.',
      'Gli utenti di questo dominio valgono come membri del dominio della PBX. Serve solo se i due sono diversi.',
    ),
    type: { kind: 'text', max: 253, format: 'domain' },
    factory: '',
    source: { text: page, label: 'OAuth2 domain' },
  },
];

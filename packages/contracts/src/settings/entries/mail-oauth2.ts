import type { SettingEntry } from '../entry';
import { keptOnly, option, text } from './common';

const howto = 'oauth2-email';
const base = { ...keptOnly, group: 'mail' } as const;

/** OAuth2 of the mail account. Which fields a mode needs is a rule of `settings/rules`. */
export const mailOauth2Settings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.mail.oauth2.mode',
    label: text('OAuth2', 'OAuth2', 'OAuth2'),
    help: text(
      'How the PBX proves to the mail server who it is, instead of username and password.',
      'Wie sich die PBX beim Mailserver ausweist, anstelle von Benutzername und Passwort.',
      'Come la PBX si identifica presso il server di posta, invece di nome utente e password.',
    ),
    type: {
      kind: 'choice',
      options: [
        option('none', 'None', 'Keines', 'Nessuno'),
        option('exchange', 'Exchange'),
        option('microsoft365', 'Microsoft 365'),
        option('gmail', 'Gmail'),
        option('googleServiceAccount', 'Google Service Account'),
        option('clientSecretPost', 'Client secret post'),
        option('privateKeyJwt', 'Private key jwt'),
      ],
    },
    factory: 'none',
    source: { text: howto, label: 'Modes' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.tenant',
    label: text('Tenant', 'Mandant', 'Tenant'),
    help: text(
      'Of the app registration. Exchange and Microsoft 365 need it.',
      'Der der App-Registrierung. Exchange und Microsoft 365 brauchen ihn.',
      "Quello della registrazione dell'app. Serve a Exchange e Microsoft 365.",
    ),
    type: { kind: 'text', max: 253 },
    factory: '',
    source: { text: howto, label: 'tenant' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.clientId',
    label: text('Client ID', 'Client-ID', 'ID client'),
    help: text(
      'Of the app that may send mails. Every mode but Google Service Account needs it.',
      'Die der App, die Mails senden darf. Jeder Modus außer Google Service Account braucht sie.',
      "Quello dell'app che può inviare e-mail. Serve a ogni modalità tranne Google Service Account.",
    ),
    type: { kind: 'text', max: 200 },
    factory: '',
    source: { text: howto, label: 'Client ID' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.clientSecret',
    label: text('Client secret', 'Geheimer Clientschlüssel', 'Segreto client'),
    help: text(
      'Of the same app. Exchange, Microsoft 365, Gmail and client secret post need it.',
      'Der derselben App. Exchange, Microsoft 365, Gmail und Client secret post brauchen ihn.',
      'Quello della stessa app. Serve a Exchange, Microsoft 365, Gmail e client secret post.',
    ),
    type: { kind: 'secret', max: 1000 },
    factory: '',
    secret: true,
    source: { text: howto, label: 'Client Secret' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.secretExpires',
    label: text('Secret expires on', 'Schlüssel läuft ab am', 'Scadenza del segreto'),
    help: text(
      'At most two years ahead. From then on no mail is sent until a new secret is set.',
      'Höchstens zwei Jahre im Voraus. Ab dann wird keine Mail gesendet, bis ein neuer Schlüssel gesetzt ist.',
      'Al massimo tra due anni. Da allora non parte alcuna e-mail finché non si imposta un nuovo segreto.',
    ),
    type: { kind: 'date', maxYears: 2 },
    factory: '',
    source: { text: howto, label: 'client secret expiry' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.resourceOwner',
    label: text('Resource owner', 'Ressourcenbesitzer', 'Proprietario della risorsa'),
    help: text(
      'Username with which the account is used without a dialogue. Microsoft 365 needs it.',
      'Benutzername, mit dem das Konto ohne Dialog verwendet wird. Microsoft 365 braucht ihn.',
      "Nome utente con cui l'account si usa senza finestra di dialogo. Serve a Microsoft 365.",
    ),
    type: { kind: 'text', max: 254 },
    factory: '',
    source: { text: howto, label: 'Resource owner' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.resourcePassword',
    label: text(
      'Password of the resource owner',
      'Passwort des Ressourcenbesitzers',
      'Password del proprietario della risorsa',
    ),
    help: text(
      'Belongs to the resource owner. Microsoft 365 needs it.',
      'Gehört zum Ressourcenbesitzer. Microsoft 365 braucht es.',
      'Appartiene al proprietario della risorsa. Serve a Microsoft 365.',
    ),
    type: { kind: 'secret', max: 256 },
    factory: '',
    secret: true,
    source: { text: howto, label: 'Resource owner password' },
  },
];

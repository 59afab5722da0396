import type { SettingEntry } from '../entry';
import { keptOnly, text } from './common';

const page = 'pbx-authentication';
const base = { ...keptOnly, group: 'mail' } as const;

/** The account from which the PBX sends mails. */
export const mailSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.mail.smtpServer',
    label: text('SMTP server', 'SMTP-Server', 'Server SMTP'),
    help: text(
      'Host name or IP address, with a port if it is not the usual one.',
      'Hostname oder IP-Adresse, mit Port, wenn es nicht der übliche ist.',
      'Nome host o indirizzo IP, con la porta se non è quella consueta.',
    ),
    type: { kind: 'text', max: 260, format: 'host' },
    factory: '',
    source: { text: page, label: 'SMTP server' },
  },
  {
    ...base,
    key: 'pbx.mail.clientHost',
    label: text('Client host name', 'Hostname des Clients', 'Nome host del client'),
    help: text(
      'How the PBX introduces itself to the server (EHLO). Empty: 127.0.0.1.',
      'So stellt sich die PBX dem Server vor (EHLO). Leer: 127.0.0.1.',
      'Come la PBX si presenta al server (EHLO). Vuoto: 127.0.0.1.',
    ),
    type: { kind: 'text', max: 253, format: 'address' },
    factory: '',
    source: { text: page, label: 'Client host name' },
  },
  {
    ...base,
    key: 'pbx.mail.senderName',
    label: text('Sender name', 'Name des Absenders', 'Nome del mittente'),
    help: text(
      'Shown as the sender of the mails.',
      'Erscheint als Absender der Mails.',
      'Appare come mittente delle e-mail.',
    ),
    type: { kind: 'text', max: 100 },
    factory: '',
    source: { text: page, label: 'Sender name' },
  },
  {
    ...base,
    key: 'pbx.mail.address',
    label: text('E-mail address', 'E-Mail-Adresse', 'Indirizzo e-mail'),
    help: text(
      'From which the mails are sent.',
      'Von der die Mails gesendet werden.',
      'Dal quale vengono inviate le e-mail.',
    ),
    type: { kind: 'text', max: 254, format: 'email' },
    factory: '',
    source: { text: page, label: 'Email address' },
  },
  {
    ...base,
    key: 'pbx.mail.username',
    label: text('Username', 'Benutzername', 'Nome utente'),
    help: text('Of the e-mail account.', 'Der des E-Mail-Kontos.', "Quello dell'account e-mail."),
    type: { kind: 'text', max: 254 },
    factory: '',
    source: { text: page, label: 'Username' },
  },
  {
    ...base,
    key: 'pbx.mail.password',
    label: text('Password', 'Passwort', 'Password'),
    help: text(
      'Of the e-mail account. It is kept sealed and never shown again.',
      'Das des E-Mail-Kontos. Es wird versiegelt aufbewahrt und nie wieder gezeigt.',
      "Quella dell'account e-mail. Viene conservata sigillata e mai più mostrata.",
    ),
    type: { kind: 'secret', max: 256 },
    factory: '',
    secret: true,
    source: { text: page, label: 'Password' },
  },
  {
    ...base,
    key: 'pbx.mail.verificationLink',
    label: text('Verification link', 'Bestätigungslink', 'Link di verifica'),
    help: text(
      'Where users approve or reject a sign-in: https://, the PBX, /PBX0/session.xml.',
      'Wo Benutzer eine Anmeldung bestätigen oder ablehnen: https://, die PBX, /PBX0/session.xml.',
      'Dove gli utenti confermano o rifiutano un accesso: https://, la PBX, /PBX0/session.xml.',
    ),
    type: { kind: 'text', max: 500, format: 'session-url' },
    factory: '',
    source: { text: page, label: 'Verification link' },
  },
];

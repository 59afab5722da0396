import type { SettingEntry } from '../entry';
import { keptOnly, text } from './common';

const page = 'services-logging';
const base = { ...keptOnly, group: 'alarms' } as const;

/** Alarms and errors as e-mail. */
export const alarmMailSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.alarms.mail.senderAddress',
    label: text('Alarm mails: sender address', 'Alarm-Mails: Absenderadresse', 'E-mail di allarme: indirizzo mittente'),
    help: text(
      'E-mail address that alarms and errors come from.',
      'E-Mail-Adresse, von der Alarme und Fehler kommen.',
      'Indirizzo e-mail da cui arrivano allarmi ed errori.',
    ),
    type: { kind: 'text', max: 254, format: 'email' },
    factory: '',
    source: { text: page, label: 'Alarms and Errors as Email: Sender Address' },
  },
  {
    ...base,
    key: 'pbx.alarms.mail.senderName',
    label: text('Alarm mails: sender name', 'Alarm-Mails: Absendername', 'E-mail di allarme: nome mittente'),
    help: text(
      'Shown as the sender of alarms and errors.',
      'Erscheint als Absender von Alarmen und Fehlern.',
      'Appare come mittente di allarmi ed errori.',
    ),
    type: { kind: 'text', max: 100 },
    factory: '',
    source: { text: page, label: "Alarms and Errors as Email: Senders' Name" },
  },
  {
    ...base,
    key: 'pbx.alarms.mail.recipientAddress',
    label: text(
      'Alarm mails: recipient address',
      'Alarm-Mails: Empfängeradresse',
      'E-mail di allarme: indirizzo destinatario',
    ),
    help: text(
      'Who gets alarms and errors. Empty: nobody does.',
      'Wer Alarme und Fehler erhält. Leer: niemand.',
      'Chi riceve allarmi ed errori. Vuoto: nessuno.',
    ),
    type: { kind: 'text', max: 254, format: 'email' },
    factory: '',
    source: { text: page, label: 'Alarms and Errors as Email: Recipient Address' },
  },
  {
    ...base,
    key: 'pbx.alarms.mail.recipientName',
    label: text('Alarm mails: recipient name', 'Alarm-Mails: Empfängername', 'E-mail di allarme: nome destinatario'),
    help: text(
      'Shown as the recipient of alarms and errors.',
      'Erscheint als Empfänger von Alarmen und Fehlern.',
      'Appare come destinatario di allarmi ed errori.',
    ),
    type: { kind: 'text', max: 100 },
    factory: '',
    source: { text: page, label: "Alarms and Errors as Email: Recipients' Name" },
  },
  {
    ...base,
    key: 'pbx.alarms.mail.server',
    label: text('Alarm mails: server', 'Alarm-Mails: Server', 'E-mail di allarme: server'),
    help: text(
      'IP address or host name of the SMTP server. TLS is used if the server asks for it.',
      'IP-Adresse oder Hostname des SMTP-Servers. TLS wird verwendet, wenn der Server es verlangt.',
      'Indirizzo IP o nome host del server SMTP. TLS viene usato se il server lo richiede.',
    ),
    type: { kind: 'text', max: 260, format: 'host' },
    factory: '',
    source: { text: page, label: 'Alarms and Errors as Email: Email Server Address' },
  },
  {
    ...base,
    key: 'pbx.alarms.mail.username',
    label: text('Alarm mails: user', 'Alarm-Mails: Benutzer', 'E-mail di allarme: utente'),
    help: text('Account at the SMTP server.', 'Konto beim SMTP-Server.', 'Account presso il server SMTP.'),
    type: { kind: 'text', max: 254 },
    factory: '',
    source: { text: page, label: 'Alarms and Errors as Email: User' },
  },
  {
    ...base,
    key: 'pbx.alarms.mail.password',
    label: text('Alarm mails: password', 'Alarm-Mails: Passwort', 'E-mail di allarme: password'),
    help: text(
      'Of that account. It is kept sealed and never shown again.',
      'Das dieses Kontos. Es wird versiegelt aufbewahrt und nie wieder gezeigt.',
      'Quella di questo account. Viene conservata sigillata e mai più mostrata.',
    ),
    type: { kind: 'secret', max: 256 },
    factory: '',
    secret: true,
    source: { text: page, label: 'Alarms and Errors as Email: Password' },
  },
];

import type { SettingEntry } from '../entry';
import { enforcedHere, option, text } from './common';

const guide = 'attendant-administration-guide';
const base = { ...enforcedHere, group: 'calendar' } as const;

/** Microsoft calendars of colleagues at the consoles. */
export const calendarSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'attendant.calendar.enabled',
    label: text('Microsoft calendar', 'Microsoft-Kalender', 'Calendario Microsoft'),
    help: text(
      'Consoles are told to show calendars of colleagues, from the provider chosen below.',
      'Konsolen sollen Kalender der Kollegen zeigen, vom Anbieter, der unten gewählt ist.',
      'Alle console viene detto di mostrare i calendari dei colleghi, dal provider scelto qui sotto.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: guide, label: 'Calendar Integration Settings: Enable' },
  },
  {
    ...base,
    key: 'attendant.calendar.provider',
    label: text('Provider', 'Anbieter', 'Provider'),
    help: text(
      'Office 365 is the cloud service, Exchange a server of your own.',
      'Office 365 ist der Clouddienst, Exchange ein eigener Server.',
      'Office 365 è il servizio cloud, Exchange un server proprio.',
    ),
    type: { kind: 'choice', options: [option('office365', 'Office 365'), option('exchange', 'Exchange')] },
    factory: 'office365',
    source: { text: guide, label: 'Provider' },
  },
  {
    ...base,
    key: 'attendant.calendar.basicAuth',
    label: text(
      'Grant basic authentication',
      'Standardauthentifizierung erlauben',
      "Consenti l'autenticazione di base",
    ),
    help: text(
      'For Office 365: username and password. Microsoft has discontinued it; leave it off.',
      'Für Office 365: Benutzername und Passwort. Microsoft hat das eingestellt; lassen Sie es aus.',
      'Per Office 365: nome utente e password. Microsoft la ha dismessa; lasciala disattivata.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: guide, label: 'Grant Basic Authentication' },
  },
  {
    ...base,
    key: 'attendant.calendar.modernAuth',
    label: text(
      'Grant modern authentication',
      'Moderne Authentifizierung erlauben',
      "Consenti l'autenticazione moderna",
    ),
    help: text(
      'For Office 365: OAuth2. It needs the two IDs below.',
      'Für Office 365: OAuth2. Sie braucht die beiden IDs unten.',
      'Per Office 365: OAuth2. Ha bisogno dei due ID qui sotto.',
    ),
    type: { kind: 'boolean' },
    factory: true,
    source: { text: guide, label: 'Grant Modern Authentication' },
  },
  {
    ...base,
    key: 'attendant.calendar.tenantId',
    label: text('Directory (tenant) ID', 'Verzeichnis-ID (Mandant)', 'ID directory (tenant)'),
    help: text(
      'From the app registration in the Azure portal.',
      'Aus der App-Registrierung im Azure-Portal.',
      "Dalla registrazione dell'app nel portale di Azure.",
    ),
    type: { kind: 'text', max: 36, format: 'guid' },
    factory: '',
    source: { text: guide, label: 'Directory (tenant) ID' },
  },
  {
    ...base,
    key: 'attendant.calendar.clientId',
    label: text('Application (client) ID', 'Anwendungs-ID (Client)', 'ID applicazione (client)'),
    help: text(
      'From the same app registration in the Azure portal.',
      'Aus derselben App-Registrierung im Azure-Portal.',
      "Dalla stessa registrazione dell'app nel portale di Azure.",
    ),
    type: { kind: 'text', max: 36, format: 'guid' },
    factory: '',
    source: { text: guide, label: 'Application (client) ID' },
  },
  {
    ...base,
    key: 'attendant.calendar.exchangeVersion',
    label: text('Exchange version', 'Exchange-Version', 'Versione di Exchange'),
    help: text('Of your Exchange server.', 'Die Ihres Exchange-Servers.', 'Quella del tuo server Exchange.'),
    type: {
      kind: 'choice',
      options: [
        option('2007-sp1', '2007 SP1'),
        option('2010', '2010'),
        option('2010-sp1', '2010 SP1'),
        option('2010-sp2', '2010 SP2'),
        option('2013', '2013'),
        option('2013-sp1', '2013 SP1 or newer', '2013 SP1 oder neuer', '2013 SP1 o più recente'),
      ],
    },
    factory: '2013-sp1',
    source: { text: guide, label: 'Version' },
  },
  {
    ...base,
    key: 'attendant.calendar.ewsUrl',
    label: text('EWS URL', 'EWS-URL', 'URL EWS'),
    help: text(
      'Exchange Web Services of your server: http(s)://host/ews/exchange.asmx.',
      'Exchange Web Services Ihres Servers: http(s)://Host/ews/exchange.asmx.',
      'Exchange Web Services del tuo server: http(s)://host/ews/exchange.asmx.',
    ),
    type: { kind: 'text', max: 500, format: 'ews-url' },
    factory: '',
    source: { text: guide, label: 'Exchange Web Service (EWS) URL' },
  },
  {
    ...base,
    key: 'attendant.calendar.refreshSeconds',
    label: text('Data refresh interval', 'Abstand der Aktualisierung', 'Intervallo di aggiornamento'),
    help: text(
      'Seconds between two refreshes of a calendar. Too frequent ones can get the Microsoft account locked.',
      'Sekunden zwischen zwei Abrufen eines Kalenders. Zu häufige können das Microsoft-Konto sperren.',
      "Secondi tra due aggiornamenti di un calendario. Se troppo frequenti, l'account Microsoft può essere bloccato.",
    ),
    type: { kind: 'integer', min: 30, max: 3600, unit: 'seconds' },
    factory: 60,
    source: { text: guide, label: 'Data refresh interval' },
  },
];

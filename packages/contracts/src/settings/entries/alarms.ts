import type { SettingEntry } from '../entry';
import { keptOnly, option, text } from './common';

const page = 'services-logging';
const base = { ...keptOnly, group: 'alarms' } as const;

/** Forwarding of alarms and events, their queues, and where tracing stops. */
export const alarmSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.alarms.forward.method',
    label: text('Forward alarms and events', 'Alarme und Ereignisse weiterleiten', 'Inoltra allarmi ed eventi'),
    help: text(
      'Off: they are only kept on the PBX. Otherwise each one is sent on as well; SYSLOG works on gateways only.',
      'Aus: Sie bleiben nur auf der PBX. Sonst wird jeder auch weitergesendet; SYSLOG geht nur auf Gateways.',
      'Disattivato: restano solo sulla PBX. Altrimenti ciascuno viene anche inoltrato; SYSLOG solo sui gateway.',
    ),
    type: {
      kind: 'choice',
      options: [
        option('off', 'Off', 'Aus', 'Disattivato'),
        option('standard', 'HTTP, standard', 'HTTP, Standard', 'HTTP, standard'),
        option('external-post', 'HTTP, external (POST)', 'HTTP, extern (POST)', 'HTTP, esterno (POST)'),
        option('external-get', 'HTTP, external (GET)', 'HTTP, extern (GET)', 'HTTP, esterno (GET)'),
        option('syslog', 'SYSLOG'),
      ],
    },
    factory: 'off',
    source: { text: page, label: 'Alarm and Event Forward Server: Method' },
  },
  {
    ...base,
    key: 'pbx.alarms.forward.address',
    label: text('Forward to: address', 'Weiterleiten an: Adresse', 'Inoltra a: indirizzo'),
    help: text(
      'Of the server that gets the alarms and events.',
      'Die des Servers, der die Alarme und Ereignisse erhält.',
      'Quello del server che riceve allarmi ed eventi.',
    ),
    type: { kind: 'text', max: 253, format: 'address' },
    factory: '',
    source: { text: page, label: 'Alarm and Event Forward Server: Address' },
  },
  {
    ...base,
    key: 'pbx.alarms.forward.port',
    label: text('Forward to: port', 'Weiterleiten an: Port', 'Inoltra a: porta'),
    help: text(
      'TCP port of the HTTP requests. Empty: the usual one.',
      'TCP-Port der HTTP-Anfragen. Leer: der übliche.',
      'Porta TCP delle richieste HTTP. Vuoto: quella consueta.',
    ),
    type: { kind: 'text', max: 5, format: 'port' },
    factory: '',
    source: { text: page, label: 'Alarm and Event Forward Server: Port' },
  },
  {
    ...base,
    key: 'pbx.alarms.forward.path',
    label: text('Forward to: path', 'Weiterleiten an: Pfad', 'Inoltra a: percorso'),
    help: text(
      'Of the HTTP request. Both external methods need it.',
      'Der der HTTP-Anfrage. Beide externen Methoden brauchen ihn.',
      'Quello della richiesta HTTP. Serve a entrambi i metodi esterni.',
    ),
    type: { kind: 'text', max: 500, format: 'path' },
    factory: '',
    source: { text: page, label: 'Alarm and Event Forward Server: Path' },
  },
  {
    ...base,
    key: 'pbx.alarms.forward.class',
    label: text('Forward to: syslog class', 'Weiterleiten an: Syslog-Klasse', 'Inoltra a: classe syslog'),
    help: text(
      'The facility of SYSLOG messages: 0 is local0, 7 is local7.',
      'Die Facility der SYSLOG-Meldungen: 0 ist local0, 7 ist local7.',
      'La facility dei messaggi SYSLOG: 0 è local0, 7 è local7.',
    ),
    type: { kind: 'integer', min: 0, max: 7 },
    factory: 0,
    source: { text: page, label: 'Alarm and Event Forward Server: SYSLOG-Class' },
  },
  {
    ...base,
    key: 'pbx.alarms.authenticate',
    label: text(
      'Authenticate incoming alarms',
      'Ankommende Alarme authentifizieren',
      'Autentica gli allarmi in arrivo',
    ),
    help: text(
      'Alarms and events of other devices are accepted only with HTTP credentials.',
      'Alarme und Ereignisse anderer Geräte werden nur mit HTTP-Zugangsdaten angenommen.',
      'Allarmi ed eventi di altri dispositivi vengono accettati solo con credenziali HTTP.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: page, label: 'Handling of incoming Alarms/Events: Authenticate' },
  },
  {
    ...base,
    key: 'pbx.alarms.memoryQueue',
    label: text('Alarms in memory', 'Alarme im Arbeitsspeicher', 'Allarmi in memoria'),
    help: text(
      'The most faults and alarms that are held until a restart.',
      'So viele Fehler und Alarme werden höchstens bis zum Neustart gehalten.',
      'Quanti guasti e allarmi vengono tenuti al massimo fino al riavvio.',
    ),
    type: { kind: 'integer', min: 1, max: 1000, unit: 'entries' },
    factory: 100,
    source: { text: page, label: 'Memory Queue Entries' },
  },
  {
    ...base,
    key: 'pbx.alarms.persistentQueue',
    label: text('Alarms in flash memory', 'Alarme im Flash-Speicher', 'Allarmi nella memoria flash'),
    help: text(
      'The most faults and alarms that outlive a restart.',
      'So viele Fehler und Alarme überstehen höchstens einen Neustart.',
      'Quanti guasti e allarmi sopravvivono al massimo a un riavvio.',
    ),
    type: { kind: 'integer', min: 1, max: 1000, unit: 'entries' },
    factory: 50,
    source: { text: page, label: 'Persistent Queue Entries' },
  },
  {
    ...base,
    key: 'pbx.trace.stopOnEvents',
    label: text('Stop the trace on events', 'Trace bei Ereignissen anhalten', 'Ferma la traccia su eventi'),
    help: text(
      'Up to four event codes. Those with 0x or a letter are read as hexadecimal and kept as decimal.',
      'Bis zu vier Ereigniscodes. Mit 0x oder einem Buchstaben gelten sie als hexadezimal und werden dezimal gespeichert.',
      'Fino a quattro codici evento. Con 0x o una lettera valgono come esadecimali e vengono salvati come decimali.',
    ),
    type: { kind: 'list', maxItems: 4, maxLength: 10, format: 'code' },
    factory: [],
    source: { text: page, label: 'Catch trace on Event' },
  },
];

import type { LocalText, SettingEntry } from '../entry';
import { keptOnly, option, text } from './common';

const page = 'services-logging';
const base = { ...keptOnly, group: 'logging' } as const;

/** The six fields of a log server; the shadow has the same ones under keys of its own. */
function logServer(prefix: string, label: string, marked: (name: LocalText) => LocalText): readonly SettingEntry[] {
  return [
    {
      ...base,
      key: `${prefix}.type`,
      label: marked(text('Log server', 'Protokollserver', 'Server di log')),
      help: text(
        'Where log messages go. Off: they can be watched live, but are kept nowhere.',
        'Wohin Protokollmeldungen gehen. Aus: Sie lassen sich live ansehen, werden aber nirgends aufbewahrt.',
        'Dove vanno i messaggi di log. Disattivato: si possono vedere dal vivo, ma non vengono conservati.',
      ),
      type: {
        kind: 'choice',
        options: [
          option('off', 'Off', 'Aus', 'Disattivato'),
          option('tcp', 'TCP'),
          option('syslog', 'SYSLOG'),
          option('http', 'HTTP'),
          option('local', 'LOCAL (CF card)', 'LOCAL (CF-Karte)', 'LOCAL (scheda CF)'),
          option('local-ap', 'LOCAL-AP'),
          option('remote-ap', 'REMOTE-AP'),
          option('remote-ap-s', 'REMOTE-AP-S'),
        ],
      },
      factory: 'off',
      source: { text: page, label },
    },
    {
      ...base,
      key: `${prefix}.address`,
      label: marked(text('Address', 'Adresse', 'Indirizzo')),
      help: text(
        'Of the server. TCP, SYSLOG, HTTP and the REMOTE-AP types need it.',
        'Die des Servers. TCP, SYSLOG, HTTP und die REMOTE-AP-Arten brauchen sie.',
        'Quello del server. Serve a TCP, SYSLOG, HTTP e ai tipi REMOTE-AP.',
      ),
      type: { kind: 'text', max: 253, format: 'address' },
      factory: '',
      source: { text: page, label: `${label}: Address` },
    },
    {
      ...base,
      key: `${prefix}.port`,
      label: marked(text('Port', 'Port', 'Porta')),
      help: text(
        'TCP and the REMOTE-AP types need it; for HTTP only if it is not the usual one.',
        'TCP und die REMOTE-AP-Arten brauchen ihn; HTTP nur, wenn es nicht der übliche ist.',
        'Serve a TCP e ai tipi REMOTE-AP; a HTTP solo se non è quella consueta.',
      ),
      type: { kind: 'text', max: 5, format: 'port' },
      factory: '',
      source: { text: page, label: `${label}: Port` },
    },
    {
      ...base,
      key: `${prefix}.class`,
      label: marked(text('Syslog class', 'Syslog-Klasse', 'Classe syslog')),
      help: text(
        'The facility of SYSLOG messages: 0 is local0, 7 is local7.',
        'Die Facility der SYSLOG-Meldungen: 0 ist local0, 7 ist local7.',
        'La facility dei messaggi SYSLOG: 0 è local0, 7 è local7.',
      ),
      type: { kind: 'integer', min: 0, max: 7 },
      factory: 0,
      source: { text: page, label: `${label}: Class` },
    },
    {
      ...base,
      key: `${prefix}.path`,
      label: marked(text('Path', 'Pfad', 'Percorso')),
      help: text(
        'Of the HTTP request. Both external methods need it.',
        'Der der HTTP-Anfrage. Beide externen Methoden brauchen ihn.',
        'Quello della richiesta HTTP. Serve a entrambi i metodi esterni.',
      ),
      type: { kind: 'text', max: 500, format: 'path' },
      factory: '',
      source: { text: page, label: `${label}: Path` },
    },
    {
      ...base,
      key: `${prefix}.method`,
      label: marked(text('Method', 'Methode', 'Metodo')),
      help: text(
        'Standard is for another innovaphone device; external posts to the path, or puts the message into its query.',
        'Standard ist für ein anderes innovaphone-Gerät; extern sendet an den Pfad oder schreibt die Meldung in die Query.',
        'Standard è per un altro dispositivo innovaphone; esterno invia al percorso o mette il messaggio nella query.',
      ),
      type: {
        kind: 'choice',
        options: [
          option('standard', 'Standard'),
          option('external-post', 'External (POST)', 'Extern (POST)', 'Esterno (POST)'),
          option('external-get', 'External (GET)', 'Extern (GET)', 'Esterno (GET)'),
        ],
      },
      factory: 'standard',
      source: { text: page, label: `${label}: Method` },
    },
  ];
}

/** The log server, and a second one that gets the same messages. */
export const loggingSettings: readonly SettingEntry[] = [
  ...logServer('pbx.logging', 'Log Server', (name) => name),
  ...logServer('pbx.logging.shadow', 'Log Server Shadow', ({ en, de, it }) =>
    text(`Shadow: ${en}`, `Zweiter Server: ${de}`, `Secondo server: ${it}`),
  ),
];

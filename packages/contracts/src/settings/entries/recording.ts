import type { SettingEntry } from '../entry';
import { keptOnly, text } from './common';

const article = 'myapps-platform-services';
const base = { ...keptOnly, group: 'recording', type: { kind: 'boolean' }, factory: false } as const;

/** Recording of calls by the myApps clients. */
export const recordingSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.recording.url',
    label: text('Recording URL', 'Aufzeichnungs-URL', 'URL di registrazione'),
    help: text(
      'Where recordings are stored: the Recordings app, or a CF device of the PBX. Empty: calls are not recorded.',
      'Wo Aufzeichnungen abgelegt werden: in der Recordings-App oder auf einer CF-Karte der PBX. Leer: keine Aufzeichnung.',
      "Dove si salvano le registrazioni: l'app Recordings o una scheda CF della PBX. Vuoto: non si registra.",
    ),
    type: { kind: 'text', max: 500, format: 'url' },
    factory: '',
    source: { text: article, label: 'Recording URL' },
  },
  {
    ...base,
    key: 'pbx.recording.default',
    label: text('Record by default', 'Standardmäßig aufzeichnen', 'Registra per impostazione predefinita'),
    help: text(
      'Recording starts by itself when a call begins.',
      'Die Aufzeichnung beginnt mit dem Anruf von selbst.',
      "La registrazione parte da sola all'inizio della chiamata.",
    ),
    source: { text: article, label: 'Recording by Default ON/OFF' },
  },
  {
    ...base,
    key: 'pbx.recording.externalOnly',
    label: text('Record external calls only', 'Nur externe Anrufe aufzeichnen', 'Registra solo le chiamate esterne'),
    help: text(
      'Calls between internal numbers are not recorded.',
      'Anrufe zwischen internen Nummern werden nicht aufgezeichnet.',
      'Le chiamate tra numeri interni non vengono registrate.',
    ),
    source: { text: article, label: 'Record external calls only' },
  },
  {
    ...base,
    key: 'pbx.recording.userControl',
    label: text(
      'Users control the recording',
      'Benutzer steuern die Aufzeichnung',
      'Gli utenti controllano la registrazione',
    ),
    help: text(
      'Users may stop and continue it during the call.',
      'Benutzer dürfen sie während des Anrufs anhalten und fortsetzen.',
      'Gli utenti possono fermarla e riprenderla durante la chiamata.',
    ),
    source: { text: article, label: 'Allow user incall recording control' },
  },
  {
    ...base,
    key: 'pbx.recording.force',
    label: text('Force these settings', 'Diese Einstellungen erzwingen', 'Imponi queste impostazioni'),
    help: text(
      'Users cannot set URL, default and external calls differently in their softphone.',
      'Benutzer können URL, Standard und externe Anrufe in ihrem Softphone nicht anders einstellen.',
      'Gli utenti non possono cambiare URL, valore predefinito e chiamate esterne nel loro softphone.',
    ),
    source: { text: article, label: 'FORCE flag' },
  },
];

import type { SettingEntry } from '../entry';
import { keptOnly, option, text } from './common';
import { myappsLogFlags } from './myapps-log-flags';

const article = 'myapps-platform-services';
const base = { ...keptOnly, group: 'myapps' } as const;

function hotkey(name: string, label: SettingEntry['label'], title: string): SettingEntry {
  return {
    ...base,
    key: `pbx.myapps.hotkeys.${name}`,
    label,
    help: text(
      'F1 to F11, with up to two of Ctrl, Alt, Shift and Win. Windows and macOS. Empty: none.',
      'F1 bis F11, mit höchstens zwei von Ctrl, Alt, Shift und Win. Windows und macOS. Leer: keine.',
      'Da F1 a F11, con al massimo due tra Ctrl, Alt, Shift e Win. Windows e macOS. Vuoto: nessuno.',
    ),
    type: { kind: 'text', max: 20, format: 'hotkey' },
    factory: '',
    source: { text: article, label: `Hot keys: ${title}` },
  };
}

/** Settings of the myApps clients. */
export const myappsSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.myapps.launcherUpdate',
    label: text('Launcher software update', 'Software-Update des Launchers', 'Aggiornamento del launcher'),
    help: text(
      'Build to which the clients on Windows and macOS update themselves. Empty: they do not.',
      'Build, auf die sich die Clients unter Windows und macOS aktualisieren. Leer: gar nicht.',
      'Build a cui i client su Windows e macOS si aggiornano da soli. Vuoto: non si aggiornano.',
    ),
    type: { kind: 'text', max: 10, format: 'digits' },
    factory: '',
    source: { text: article, label: 'Launcher Software Update' },
  },
  {
    ...base,
    key: 'pbx.myapps.autostart',
    label: text('Autostart', 'Autostart', 'Avvio automatico'),
    help: text(
      'The client starts when its user logs on to Windows or macOS.',
      'Der Client startet, wenn sich sein Benutzer bei Windows oder macOS anmeldet.',
      "Il client si avvia quando l'utente accede a Windows o macOS.",
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'Autostart' },
  },
  {
    ...base,
    key: 'pbx.myapps.offlineAfter',
    label: text('Appear offline after', 'Offline anzeigen nach', 'Mostra offline dopo'),
    help: text(
      'Without keyboard and mouse for this long, the user counts as inactive. 0: never.',
      'So lange ohne Tastatur und Maus, gilt der Benutzer als inaktiv. 0: nie.',
      "Dopo questo tempo senza tastiera e mouse, l'utente vale come inattivo. 0: mai.",
    ),
    type: { kind: 'integer', min: 0, max: 1440, unit: 'minutes' },
    factory: 0,
    source: { text: article, label: 'Appear offline after' },
  },
  hotkey(
    'dial',
    text(
      'Hotkey: dial the selected number',
      'Hotkey: markierte Nummer wählen',
      'Tasto rapido: componi il numero selezionato',
    ),
    'dial selected number',
  ),
  hotkey('accept', text('Hotkey: accept the call', 'Hotkey: Anruf annehmen', 'Tasto rapido: rispondi'), 'accept call'),
  hotkey(
    'reject',
    text('Hotkey: reject or end the call', 'Hotkey: Anruf ablehnen oder beenden', 'Tasto rapido: rifiuta o termina'),
    'reject/disconnect call',
  ),
  {
    ...base,
    key: 'pbx.myapps.docking',
    label: text('Docking', 'Andocken', 'Ancoraggio'),
    help: text(
      'The edge of the screen at which the client stays. Windows only.',
      'Der Bildschirmrand, an dem der Client bleibt. Nur Windows.',
      'Il bordo dello schermo a cui il client resta. Solo Windows.',
    ),
    type: {
      kind: 'choice',
      options: [
        option('none', 'None', 'Keines', 'Nessuno'),
        option('left', 'Left', 'Links', 'Sinistra'),
        option('right', 'Right', 'Rechts', 'Destra'),
      ],
    },
    factory: 'none',
    source: { text: article, label: 'Docking' },
  },
  {
    ...base,
    key: 'pbx.myapps.notifications',
    label: text('Desktop notifications', 'Desktop-Benachrichtigungen', 'Notifiche desktop'),
    help: text(
      'Calls, chats and apps announce themselves with the means of Windows or macOS.',
      'Anrufe, Chats und Apps melden sich mit den Mitteln von Windows oder macOS.',
      'Chiamate, chat e app si annunciano con i mezzi di Windows o macOS.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'Desktop notifications' },
  },
  {
    ...base,
    key: 'pbx.myapps.excludeVpn',
    label: text('Exclude VPN', 'VPN ausschließen', 'Escludi la VPN'),
    help: text(
      'Audio and application sharing do not go through VPN connections.',
      'Ton und Bildschirmfreigabe gehen nicht über VPN-Verbindungen.',
      'Audio e condivisione delle applicazioni non passano per connessioni VPN.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'VPN' },
  },
  {
    ...base,
    key: 'pbx.myapps.taskbar',
    label: text('Show in taskbar', 'In der Taskleiste zeigen', 'Mostra nella barra delle applicazioni'),
    help: text(
      'In addition to the tray icon. Windows only; each user sets it in the client, the PBX has no field for it.',
      'Zusätzlich zum Infobereich. Nur Windows; jeder Benutzer stellt es im Client ein, die PBX hat kein Feld dafür.',
      "Oltre all'icona di notifica. Solo Windows; ogni utente lo imposta nel client, la PBX non ha un campo per questo.",
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'Show in taskbar' },
  },
  {
    ...base,
    key: 'pbx.myapps.logFlags',
    label: text('Log flags', 'Log-Flags', 'Flag di log'),
    help: text(
      'What the clients trace. Recommended: App, Browser, ICE, TURN, Signaling and Audio; others only if support asks.',
      'Was die Clients protokollieren. Empfohlen: App, Browser, ICE, TURN, Signaling und Audio; andere nur auf Bitte des Supports.',
      "Che cosa tracciano i client. Consigliati: App, Browser, ICE, TURN, Signaling e Audio; gli altri solo se lo chiede l'assistenza.",
    ),
    type: { kind: 'choices', options: myappsLogFlags },
    factory: [],
    source: { text: article, label: 'Log flags' },
  },
  {
    ...base,
    key: 'pbx.myapps.externalApps',
    label: text('External applications', 'Externe Anwendungen', 'Applicazioni esterne'),
    help: text(
      'One per line: name|path|parameters, such as $n (number) and $d (name). Set in each client; the PBX has no field for it.',
      'Eine je Zeile: Name|Pfad|Parameter, etwa $n (Nummer) und $d (Name). Wird in jedem Client eingestellt; die PBX hat kein Feld dafür.',
      'Una per riga: nome|percorso|parametri, come $n (numero) e $d (nome). Si imposta in ogni client; la PBX non ha un campo per questo.',
    ),
    type: { kind: 'list', maxItems: 10, maxLength: 500, format: 'external-app' },
    factory: [],
    source: { text: article, label: 'External applications' },
  },
];

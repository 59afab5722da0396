import type { SettingEntry } from '../entry';
import { enforcedHere, text } from './common';

const guide = 'attendant-administration-guide';
const base = { ...enforcedHere, group: 'attendant' } as const;

/** Basic settings of the attendant service. */
export const attendantSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'attendant.retentionDays',
    label: text('Delete data older than', 'Daten löschen, die älter sind als', 'Elimina i dati più vecchi di'),
    help: text(
      'Call history of all console users that is older is deleted by the next purge.',
      'Ältere Anruflisten aller Konsolenbenutzer löscht der nächste Löschlauf.',
      'La cronologia delle chiamate più vecchia di tutti gli utenti delle console viene eliminata alla prossima pulizia.',
    ),
    type: { kind: 'integer', min: 1, max: 3650, unit: 'days' },
    factory: 10,
    takesEffect: 'next-purge',
    source: { text: guide, label: 'Delete data older than (days)' },
  },
  {
    ...base,
    key: 'attendant.skystonePrefix',
    label: text('Skystone route prefix', 'Skystone-Präfix', 'Prefisso di instradamento Skystone'),
    help: text(
      'Put before a number when a console asks to call it via Skystone. Empty: nothing is put before it.',
      'Wird einer Nummer vorangestellt, wenn eine Konsole sie über Skystone anrufen lässt. Leer: nichts.',
      'Viene anteposto a un numero quando una console chiede di chiamarlo tramite Skystone. Vuoto: nulla.',
    ),
    type: { kind: 'text', max: 8, format: 'prefix' },
    factory: '',
    source: { text: guide, label: 'SkyStone route prefix' },
  },
  {
    ...base,
    key: 'attendant.minLookupLength',
    label: text(
      'Shortest number to look up',
      'Kürzeste Nummer für die Verzeichnissuche',
      'Lunghezza minima del numero da cercare',
    ),
    help: text(
      "A caller's number with fewer digits is not looked up in the directories, so that internal extensions are left out.",
      'Eine Anrufernummer mit weniger Ziffern wird nicht im Verzeichnis gesucht, damit Nebenstellen außen vor bleiben.',
      'Un numero chiamante con meno cifre non viene cercato nelle rubriche, così gli interni restano esclusi.',
    ),
    type: { kind: 'integer', min: 0, max: 20, unit: 'digits' },
    factory: 6,
    source: { text: guide, label: 'Min Lookup Number Length' },
  },
  {
    ...base,
    key: 'attendant.searchMaxResults',
    label: text('Most search results', 'Höchstzahl der Suchtreffer', 'Numero massimo di risultati'),
    help: text(
      'A directory search of a console returns no more than this.',
      'Mehr liefert eine Verzeichnissuche einer Konsole nicht.',
      'Una ricerca nelle rubriche da una console non restituisce di più.',
    ),
    type: { kind: 'integer', min: 1, max: 500, unit: 'results' },
    factory: 200,
    source: { text: guide, label: 'Search Max Results' },
  },
  {
    ...base,
    key: 'attendant.clientUpdatesUrl',
    label: text('Client updates URL', 'URL für Client-Updates', 'URL degli aggiornamenti del client'),
    help: text(
      'Where consoles fetch their updates: a web address, or a network share if their PCs have no Internet.',
      'Woher Konsolen ihre Updates holen: eine Webadresse, oder eine Freigabe, wenn ihre PCs kein Internet haben.',
      'Da dove le console prendono gli aggiornamenti: un indirizzo web, o una condivisione se i PC non hanno Internet.',
    ),
    type: { kind: 'text', max: 500, format: 'url-or-unc' },
    factory: 'http://www.imagicle.com/LiveUpdate/BluesAttendant/',
    source: { text: guide, label: 'Client updates URL' },
  },
  {
    ...base,
    key: 'attendant.forwardMasking',
    label: text('Call forward destination', 'Ziel der Anrufweiterschaltung', 'Destinazione della deviazione'),
    help: text(
      'How many last digits of a forward destination consoles do not get to see. A shorter number is hidden whole.',
      'Wie viele letzte Ziffern eines Umleitungsziels die Konsolen nicht sehen. Kürzere Nummern sind ganz verdeckt.',
      'Quante ultime cifre della destinazione di deviazione le console non vedono. Un numero più corto è tutto nascosto.',
    ),
    type: { kind: 'masking', max: 10 },
    factory: { digits: 3 },
    source: { text: guide, label: 'Call forward destination' },
  },
  {
    ...base,
    key: 'attendant.seeAllParkedCalls',
    label: text(
      'Operators see calls parked by others',
      'Geparkte Anrufe der anderen sehen',
      'Gli operatori vedono le chiamate parcheggiate da altri',
    ),
    help: text(
      'Off: a console shows only the calls that it parked itself.',
      'Aus: Eine Konsole zeigt nur die Anrufe, die sie selbst geparkt hat.',
      'Disattivato: una console mostra solo le chiamate che ha parcheggiato lei.',
    ),
    type: { kind: 'boolean' },
    factory: true,
    source: { text: guide, label: 'Operators can see calls parked by other operators' },
  },
  {
    ...base,
    key: 'attendant.showRemoteParty',
    label: text('Remote party on the dashboard', 'Gegenseite auf dem Dashboard', 'Interlocutore sulla dashboard'),
    help: text(
      "Supervisors see number and name of the other side in their agents' calls. Off: they get neither.",
      'Supervisoren sehen Nummer und Namen der Gegenseite in den Anrufen ihrer Agenten. Aus: keines von beiden.',
      "I supervisori vedono numero e nome dell'interlocutore nelle chiamate dei loro agenti. Disattivato: nessuno dei due.",
    ),
    type: { kind: 'boolean' },
    factory: true,
    source: { text: guide, label: 'Display remote party information on dashboard panel' },
  },
];

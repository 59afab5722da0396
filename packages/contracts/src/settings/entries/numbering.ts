import type { SettingEntry } from '../entry';
import { enforcedHere, text } from './common';

const guide = 'attendant-administration-guide';
const base = { ...enforcedHere, group: 'numbering' } as const;

/** The numbering plan of the calls that consoles place and receive. */
export const numberingSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'attendant.numbering.internalPatterns',
    label: text('Internal number patterns', 'Muster interner Nummern', 'Modelli dei numeri interni'),
    help: text(
      'A number that fits one of them is internal and stays as it is. x stands for any digit: 2xx is 200 to 299.',
      'Eine Nummer, die auf eines passt, ist intern und bleibt, wie sie ist. x ist eine beliebige Ziffer: 2xx ist 200 bis 299.',
      "Un numero che corrisponde a uno di essi è interno e resta com'è. x sta per una cifra qualsiasi: 2xx è da 200 a 299.",
    ),
    type: { kind: 'list', maxItems: 50, maxLength: 20, format: 'pattern' },
    factory: [],
    source: { text: guide, label: 'Numbering Plan Parameters: Internal Phone Number Patterns' },
  },
  {
    ...base,
    key: 'attendant.numbering.outgoingPrefix',
    label: text('Outgoing prefix', 'Präfix für abgehende Anrufe', 'Prefisso in uscita'),
    help: text(
      'Put before external numbers that a console calls.',
      'Wird externen Nummern vorangestellt, die eine Konsole anruft.',
      'Viene anteposto ai numeri esterni che una console chiama.',
    ),
    type: { kind: 'text', max: 8, format: 'digits' },
    factory: '',
    source: { text: guide, label: 'Numbering Plan Parameters: Outgoing Prefix' },
  },
  {
    ...base,
    key: 'attendant.numbering.incomingPrefix',
    label: text('Incoming prefix', 'Präfix ankommender Anrufe', 'Prefisso in entrata'),
    help: text(
      'Taken off the numbers of external callers where the PBX puts it before them.',
      'Wird von Nummern externer Anrufer entfernt, wenn die PBX es ihnen voranstellt.',
      'Viene tolto dai numeri dei chiamanti esterni, se la PBX lo antepone.',
    ),
    type: { kind: 'text', max: 8, format: 'digits' },
    factory: '',
    source: { text: guide, label: 'Numbering Plan Parameters: Incoming Prefix' },
  },
  {
    ...base,
    key: 'attendant.numbering.countryCode',
    label: text('Local country code', 'Eigene Landesvorwahl', 'Prefisso del proprio paese'),
    help: text(
      'Without + and zeros, such as 41. Numbers of this country are recognised by it.',
      'Ohne + und Nullen, etwa 41. Daran werden Nummern dieses Landes erkannt.',
      'Senza + e zeri, per esempio 39. Da esso si riconoscono i numeri di questo paese.',
    ),
    type: { kind: 'text', max: 3, format: 'digits' },
    factory: '',
    source: { text: guide, label: 'Numbering Plan Parameters: Local country code' },
  },
];

import type { SettingEntry } from '../entry';
import { enforcedHere, text } from './common';

const guide = 'attendant-administration-guide';
const base = { ...enforcedHere, group: 'panic', safetyCritical: true } as const;

/** The red button of the consoles. Somebody in danger presses it, so every change is confirmed. */
export const panicSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'attendant.panic.enabled',
    label: text('Panic button', 'Panikknopf', 'Pulsante antipanico'),
    help: text(
      'Consoles show a red button. A press calls the number below from the phone of the operator.',
      'Konsolen zeigen einen roten Knopf. Ein Druck ruft vom Telefon des Vermittlungsplatzes die Nummer unten an.',
      "Le console mostrano un pulsante rosso. Premendolo, il telefono dell'operatore chiama il numero qui sotto.",
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: guide, label: 'Panic Button Settings: Enable' },
  },
  {
    ...base,
    key: 'attendant.panic.number',
    label: text('Number to call', 'Anzurufende Nummer', 'Numero da chiamare'),
    help: text(
      'Called when the button is pressed. Make sure that every operator can reach it, and try it with a test call.',
      'Wird beim Druck auf den Knopf angerufen. Jeder Vermittlungsplatz muss sie erreichen; prüfen Sie es mit einem Testanruf.',
      'Viene chiamato alla pressione del pulsante. Ogni operatore deve poterlo raggiungere: provalo con una chiamata di prova.',
    ),
    type: { kind: 'text', max: 32, format: 'dialable' },
    factory: '',
    source: { text: guide, label: 'Panic Button Settings: Number to call' },
  },
];

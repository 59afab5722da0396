import { type SettingEntry, settingLevels } from '../entry';

const guide = 'attendant-administration-guide';
/** Set anywhere from the provider down to one PBX; the gateway, to which the consoles log in, makes it true. */
const ours = {
  group: 'attendant',
  levels: settingLevels,
  enforcedBy: 'gateway',
  takesEffect: 'at-once',
  safetyCritical: false,
  secret: false,
} as const satisfies Partial<SettingEntry>;

/** Basic settings of the attendant service. */
export const attendantSettings: readonly SettingEntry[] = [
  {
    ...ours,
    key: 'attendant.retentionDays',
    label: {
      en: 'Delete data older than',
      de: 'Daten löschen, die älter sind als',
      it: 'Elimina i dati più vecchi di',
    },
    help: {
      en: 'Call history of all console users that is older is deleted by the next purge run.',
      de: 'Ältere Anruflisten aller Konsolenbenutzer löscht der nächste Löschlauf.',
      it: 'La cronologia delle chiamate più vecchia di tutti gli utenti delle console viene eliminata alla prossima pulizia.',
    },
    type: { kind: 'integer', min: 1, max: 3650, unit: 'days' },
    factory: 10,
    takesEffect: 'next-purge',
    source: { text: guide, label: 'Delete data older than (days)' },
  },
  {
    ...ours,
    key: 'attendant.forwardMasking',
    label: {
      en: 'Call forward destination',
      de: 'Ziel der Anrufweiterschaltung',
      it: 'Destinazione della deviazione',
    },
    help: {
      en: 'How many last digits of a forward destination consoles do not get to see.',
      de: 'Wie viele letzte Ziffern eines Umleitungsziels die Konsolen nicht zu sehen bekommen.',
      it: 'Quante ultime cifre della destinazione di deviazione le console non vedono.',
    },
    type: { kind: 'masking', max: 10 },
    factory: { digits: 3 },
    source: { text: guide, label: 'Call forward destination' },
  },
];

import type { SettingEntry } from '../entry';
import { enforcedHere, text } from './common';

/** Why an operator pauses. */
export const pauseSettings: readonly SettingEntry[] = [
  {
    ...enforcedHere,
    group: 'pause',
    key: 'attendant.pauseReasons',
    label: text('Pause reasons', 'Pausengründe', 'Motivi di pausa'),
    help: text(
      'None: a pause asks nothing. One: every pause has it. More: the operator must choose one.',
      'Keiner: Eine Pause fragt nichts. Einer: Jede Pause hat ihn. Mehrere: Einer muss gewählt werden.',
      "Nessuno: la pausa non chiede nulla. Uno: ogni pausa ha quello. Di più: l'operatore deve sceglierne uno.",
    ),
    type: { kind: 'reasons', maxItems: 50, maxLength: 60 },
    factory: [],
    source: { text: 'attendant-administration-guide', label: 'PauseReasons.txt' },
  },
];

import type { RefusalTexts } from './refusal-texts';

export const german: RefusalTexts = {
  'unknown-message': 'Das kann dieser Dienst nicht.',
  invalid: 'Die Anfrage enthält einen Fehler.',
  'too-large': 'Die Anfrage ist zu groß.',
  'too-many-requests': ({ retryAfterSeconds = 1 }) => `Zu viele Anfragen. Warten Sie ${retryAfterSeconds} s.`,
  'unsupported-protocol': 'Diese Konsole ist zu alt für den Dienst. Aktualisieren Sie sie.',
  'no-session': 'Die Konsole ist nicht angemeldet.',
  'session-exists': 'Die Konsole ist bereits angemeldet.',
  'no-licence-left': ({ licence }) =>
    licence === undefined || licence.quantity === 0
      ? `Es gibt keine Lizenz für ${licence?.type ?? 'diese Konsole'}.`
      : licence.quantity === 1
        ? `Der einzige Platz für ${licence.type} ist belegt.`
        : `Alle ${licence.quantity} Plätze für ${licence.type} sind belegt.`,
  'wrong-console-type': ({ type = '' }) => `Ihre Lizenz gilt für eine andere Konsole: ${type}.`,
  'not-an-operator': 'Sie sind nicht als Vermittlungsplatz eingerichtet.',
  'not-allowed': 'Das dürfen nur Supervisoren.',
  'link-down': 'Die PBX ist nicht erreichbar.',
  'outcome-unknown': 'Die PBX hat nicht geantwortet. Ob es geschehen ist, ist nicht bekannt.',
  'pbx-refused': 'Die PBX hat abgelehnt.',
  'no-device': 'Sie haben kein Telefon, das dies könnte.',
  'not-found': 'Das gibt es nicht mehr.',
  'wrong-state': 'Das ist mit dem Anruf jetzt nicht möglich.',
  'not-dialable': 'Diese Nummer kann nicht gewählt werden.',
  'not-external': 'Auf diesem Weg sind nur externe Nummern erreichbar.',
  'skystone-off': 'Anrufe über Skystone sind nicht eingerichtet.',
  'too-short': ({ minLength = 0 }) => `Nummern unter ${minLength} Ziffern werden nicht gesucht.`,
  'reason-required': 'Wählen Sie einen Pausengrund.',
  'unknown-reason': 'Diesen Pausengrund gibt es nicht mehr.',
  'not-paused': 'Sie sind nicht in der Pause.',
  'already-paused': 'Sie sind bereits in der Pause.',
  'panic-off': 'Der Panikknopf ist ausgeschaltet.',
  'panic-running': 'Ein Panikanruf läuft bereits.',
  failed: 'Im Dienst ist etwas schiefgegangen.',
};

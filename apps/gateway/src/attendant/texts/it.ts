import type { RefusalTexts } from './refusal-texts';

export const italian: RefusalTexts = {
  'unknown-message': 'Questo servizio non può farlo.',
  invalid: 'La richiesta contiene un errore.',
  'too-large': 'La richiesta è troppo grande.',
  'too-many-requests': ({ retryAfterSeconds = 1 }) => `Troppe richieste. Attenda ${retryAfterSeconds} s.`,
  'unsupported-protocol': 'Questa console è troppo vecchia per il servizio. La aggiorni.',
  'no-session': 'La console non ha effettuato l’accesso.',
  'session-exists': 'La console ha già effettuato l’accesso.',
  'no-licence-left': ({ licence }) =>
    licence === undefined || licence.quantity === 0
      ? `Non c’è nessuna licenza per ${licence?.type ?? 'questa console'}.`
      : licence.quantity === 1
        ? `L’unico posto per ${licence.type} è occupato.`
        : `Tutti i ${licence.quantity} posti per ${licence.type} sono occupati.`,
  'wrong-console-type': ({ type = '' }) => `La Sua licenza è per un’altra console: ${type}.`,
  'not-an-operator': 'Lei non è configurato come operatore.',
  'not-allowed': 'Solo i supervisori possono farlo.',
  'link-down': 'Il PBX non è raggiungibile.',
  'outcome-unknown': 'Il PBX non ha risposto. Non si sa se è stato fatto.',
  'pbx-refused': 'Il PBX ha rifiutato.',
  'no-device': 'Non ha un telefono che possa farlo.',
  'not-found': 'Non c’è più.',
  'wrong-state': 'Ora non è possibile con questa chiamata.',
  'not-dialable': 'Questo numero non può essere composto.',
  'not-external': 'Così si possono chiamare solo numeri esterni.',
  'skystone-off': 'Le chiamate tramite Skystone non sono configurate.',
  'too-short': ({ minLength = 0 }) => `I numeri con meno di ${minLength} cifre non vengono cercati.`,
  'reason-required': 'Scelga un motivo di pausa.',
  'unknown-reason': 'Questo motivo di pausa non esiste più.',
  'not-paused': 'Lei non è in pausa.',
  'already-paused': 'Lei è già in pausa.',
  'panic-off': 'Il pulsante antipanico è disattivato.',
  'panic-running': 'Una chiamata antipanico è già in corso.',
  failed: 'Qualcosa è andato storto nel servizio.',
};

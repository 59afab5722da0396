import type { BuiltInRole } from '@switchroom/contracts';
import type { MailTexts } from './text';

const roles: Record<string, string> = {
  'provider-administrator': 'amministratore del provider',
  'reseller-administrator': 'amministratore del rivenditore',
  'customer-administrator': 'amministratore del cliente',
  operator: 'operatore',
  'help-desk': 'help desk',
  auditor: 'revisore',
} satisfies Record<BuiltInRole, string>;

const events = {
  'password-changed': 'La sua password è stata cambiata.',
  'second-factor-on': 'È stato attivato un secondo fattore per il suo account.',
  'second-factor-off': 'Il secondo fattore del suo account è stato disattivato.',
  'passkey-added': 'Al suo account è stata aggiunta una passkey.',
  'passkey-removed': 'Dal suo account è stata rimossa una passkey.',
  'recovery-code-used': 'Qualcuno ha effettuato l’accesso al suo account con un codice di recupero.',
  'identity-linked':
    'Il suo account è stato collegato a un accesso aziendale: chi accede lì a suo nome può ora accedere anche qui.',
};

export const italian: MailTexts = (content, { product, name, moment }) => {
  const greeting = name === '' ? 'Buongiorno,' : `Buongiorno ${name},`;
  switch (content.kind) {
    case 'invitation': {
      const { inviter, organisation, role, link, expiresAt } = content.params;
      return {
        subject: `Invito a ${organisation}`,
        greeting,
        paragraphs: [
          `${inviter} la invita a ${organisation} in ${product}, ruolo: ${roles[role] ?? role}.`,
          'Il pulsante porta alla pagina in cui configurare il suo accesso.',
        ],
        action: { label: 'Accetta l’invito', link },
        notes: [
          `Il link vale una volta sola, fino al ${moment(expiresAt)}.`,
          'Se non si aspettava questa e-mail può ignorarla: senza di lei non succede nulla.',
        ],
      };
    }
    case 'password-reset':
      return {
        subject: `Impostare una nuova password per ${product}`,
        greeting,
        paragraphs: [`È stata richiesta una nuova password per il suo account in ${product}.`],
        action: { label: 'Imposta una nuova password', link: content.params.link },
        notes: [
          `Il link vale una volta sola, fino al ${moment(content.params.expiresAt)}.`,
          'Se non è stato lei, ignori questa e-mail: la sua password resta com’è.',
        ],
      };
    case 'security-notice':
      return {
        subject: `Il suo account in ${product} è stato modificato`,
        greeting,
        paragraphs: [
          events[content.params.event],
          `Quando: ${moment(content.params.at)}. Dall’indirizzo ${content.params.address}.`,
          'Se è stato lei non c’è nulla da fare. Altrimenti avvisi subito il suo amministratore.',
        ],
        action: undefined,
        notes: ['Questa e-mail viene inviata a ogni modifica di questo tipo e non si può disattivare.'],
      };
    case 'test':
      return {
        subject: `E-mail di prova da ${product}`,
        greeting,
        paragraphs: [
          `${content.params.sender} ha richiesto questa e-mail per verificare che la posta di ${product} arrivi. Arriva.`,
        ],
        action: undefined,
        notes: [],
      };
  }
};

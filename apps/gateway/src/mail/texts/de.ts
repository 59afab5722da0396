import type { BuiltInRole } from '@switchroom/contracts';
import type { MailTexts } from './text';

const roles: Record<string, string> = {
  'provider-administrator': 'Provider-Administrator',
  'reseller-administrator': 'Reseller-Administrator',
  'customer-administrator': 'Kunden-Administrator',
  operator: 'Operator',
  'help-desk': 'Helpdesk',
  auditor: 'Prüfer',
} satisfies Record<BuiltInRole, string>;

const events = {
  'password-changed': 'Ihr Passwort wurde geändert.',
  'second-factor-on': 'Für Ihr Konto wurde ein zweiter Faktor eingeschaltet.',
  'second-factor-off': 'Der zweite Faktor Ihres Kontos wurde ausgeschaltet.',
  'passkey-added': 'Ihrem Konto wurde ein Passkey hinzugefügt.',
  'passkey-removed': 'Von Ihrem Konto wurde ein Passkey entfernt.',
  'recovery-code-used': 'Jemand hat sich mit einem Wiederherstellungscode an Ihrem Konto angemeldet.',
  'identity-linked':
    'Ihr Konto wurde mit einer Firmenanmeldung verknüpft: Wer sich dort als Sie anmeldet, kann sich jetzt auch hier anmelden.',
};

export const german: MailTexts = (content, { product, name, moment }) => {
  const greeting = name === '' ? 'Guten Tag,' : `Guten Tag ${name},`;
  switch (content.kind) {
    case 'invitation': {
      const { inviter, organisation, role, link, expiresAt } = content.params;
      return {
        subject: `Einladung zu ${organisation}`,
        greeting,
        paragraphs: [
          `${inviter} lädt Sie in ${product} zu ${organisation} ein, Rolle: ${roles[role] ?? role}.`,
          'Die Schaltfläche führt zu der Seite, auf der Sie Ihren Zugang einrichten.',
        ],
        action: { label: 'Einladung annehmen', link },
        notes: [
          `Der Link gilt einmal, bis ${moment(expiresAt)}.`,
          'Wenn Sie diese Mail nicht erwartet haben, ignorieren Sie sie: ohne Sie geschieht nichts.',
        ],
      };
    }
    case 'password-reset':
      return {
        subject: `Neues Passwort für ${product} setzen`,
        greeting,
        paragraphs: [`Für Ihr Konto in ${product} wurde ein neues Passwort angefordert.`],
        action: { label: 'Neues Passwort setzen', link: content.params.link },
        notes: [
          `Der Link gilt einmal, bis ${moment(content.params.expiresAt)}.`,
          'Wenn Sie das nicht waren, ignorieren Sie diese Mail: Ihr Passwort bleibt, wie es ist.',
        ],
      };
    case 'security-notice':
      return {
        subject: `Ihr Konto in ${product} wurde geändert`,
        greeting,
        paragraphs: [
          events[content.params.event],
          `Wann: ${moment(content.params.at)}. Von der Adresse ${content.params.address}.`,
          'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, benachrichtigen Sie sofort Ihren Administrator.',
        ],
        action: undefined,
        notes: ['Diese Mail kommt bei jeder solchen Änderung und lässt sich nicht abschalten.'],
      };
    case 'test':
      return {
        subject: `Testmail von ${product}`,
        greeting,
        paragraphs: [
          `${content.params.sender} hat diese Mail angefordert, um zu sehen, ob Mail von ${product} ankommt. Sie kommt an.`,
        ],
        action: undefined,
        notes: [],
      };
  }
};

import type { BuiltInRole } from '@switchroom/contracts';
import type { MailTexts } from './text';

const roles: Record<string, string> = {
  'provider-administrator': 'provider administrator',
  'reseller-administrator': 'reseller administrator',
  'customer-administrator': 'customer administrator',
  operator: 'operator',
  'help-desk': 'help desk',
  auditor: 'auditor',
} satisfies Record<BuiltInRole, string>;

const events = {
  'password-changed': 'Your password was changed.',
  'second-factor-on': 'A second factor was switched on for your account.',
  'second-factor-off': 'The second factor of your account was switched off.',
  'passkey-added': 'A passkey was added to your account.',
  'passkey-removed': 'A passkey was removed from your account.',
  'recovery-code-used': 'Somebody signed in to your account with a recovery code.',
  'identity-linked':
    'Your account was linked to a company sign-in: whoever signs in there as you can now sign in here.',
};

export const english: MailTexts = (content, { product, name, moment }) => {
  const greeting = name === '' ? 'Hello,' : `Hello ${name},`;
  switch (content.kind) {
    case 'invitation': {
      const { inviter, organisation, role, link, expiresAt } = content.params;
      return {
        subject: `Invitation to ${organisation}`,
        greeting,
        paragraphs: [
          `${inviter} invites you to ${organisation} in ${product}, as ${roles[role] ?? role}.`,
          'The button below leads to the page where you set up your access.',
        ],
        action: { label: 'Accept the invitation', link },
        notes: [
          `The link works once, until ${moment(expiresAt)}.`,
          'If you did not expect this mail you can ignore it: nothing happens without you.',
        ],
      };
    }
    case 'password-reset':
      return {
        subject: `Set a new password for ${product}`,
        greeting,
        paragraphs: [`A new password was asked for, for your account in ${product}.`],
        action: { label: 'Set a new password', link: content.params.link },
        notes: [
          `The link works once, until ${moment(content.params.expiresAt)}.`,
          'If it was not you, ignore this mail: your password stays as it is.',
        ],
      };
    case 'security-notice':
      return {
        subject: `Your account in ${product} was changed`,
        greeting,
        paragraphs: [
          events[content.params.event],
          `When: ${moment(content.params.at)}. From the address ${content.params.address}.`,
          'If that was you, there is nothing to do. If not, tell your administrator at once.',
        ],
        action: undefined,
        notes: ['This mail is sent for every such change and cannot be switched off.'],
      };
    case 'test':
      return {
        subject: `Test mail from ${product}`,
        greeting,
        paragraphs: [
          `${content.params.sender} asked for this mail, to see whether mail of ${product} arrives. It does.`,
        ],
        action: undefined,
        notes: [],
      };
  }
};

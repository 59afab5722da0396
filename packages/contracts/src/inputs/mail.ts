import { z } from 'zod';
import { pageInput, tenantInput } from './common';

export const mailKinds = ['invitation', 'password-reset', 'security-notice', 'test'] as const;
export type MailKind = (typeof mailKinds)[number];

export const mailStates = [
  'queued', // it is sent, or tried again
  'held', // no mail server is set
  'sent', // a mail server has taken it
  'failed', // it is not tried any more
] as const;
export type MailState = (typeof mailStates)[number];

/** Why a mail was not accepted the last time. */
export const mailProblems = [
  'unreachable', // no connection, or none that answers
  'tls', // no encryption, or a certificate that is not trusted
  'sign-in', // the server does not take our user and password
  'dropped', // the connection ended in the middle
  'timeout', // too slow
  'deferred', // the server says: later
  'refused', // the server says: never
  'expired', // its link has ended
  'stopped', // the gateway stopped in the middle
] as const;
export type MailProblemKind = (typeof mailProblems)[number];

/** Languages that mail is written in. */
export const mailLocales = ['en', 'de', 'it'] as const;

export const listMailInput = tenantInput.extend({
  ...pageInput,
  state: z.enum(mailStates).optional(),
  /** In recipient and subject. */
  q: z.string().trim().max(100).default(''),
});
export type ListMailInput = z.infer<typeof listMailInput>;

export const mailInput = tenantInput.extend({ mailId: z.uuid() });

/** A mail to the person who asks, in their language. */
export const sendTestMailInput = tenantInput.extend({ locale: z.enum(mailLocales) });

import type { MailContent } from '../port';

/** The words of one mail before it is laid out: paragraphs, and at most one thing to press. */
export interface MailWords {
  subject: string;
  greeting: string;
  paragraphs: string[];
  action: { label: string; link: string } | undefined;
  /** Small print below. */
  notes: string[];
}

/** What the words are made with, besides the content. */
export interface MailFacts {
  product: string;
  name: string;
  /** A time in words of the language, in UTC. */
  moment: (at: Date) => string;
}

/** One language of our mail. */
export type MailTexts = (content: MailContent, facts: MailFacts) => MailWords;

import { ATTENDANT_ERRORS, type AttendantErrorCode, encodeAttendantFailure } from '@switchroom/protocol/attendant';
import { describe, expect, it } from 'vitest';
import { failureOf, languageOf } from './language';
import { Refusal } from './refusal';

const codes = Object.keys(ATTENDANT_ERRORS) as AttendantErrorCode[];
const licence = { type: 'BAP', inUse: 5, quantity: 5, queueChannels: 10 } as const;
const details = { retryAfterSeconds: 3, licence, type: 'BOE', minLength: 4 };

describe('refusals', () => {
  it('follow the locale, and are English for any other', () => {
    expect(['de', 'de-CH', 'DE_at', 'it', 'en-GB', 'fr', '', undefined].map(languageOf)).toEqual([
      'de',
      'de',
      'de',
      'it',
      'en',
      'en',
      'en',
      'en',
    ]);
  });

  it('have their own sentence in every language, which fits into a frame with and without details', () => {
    const sentences = (['en', 'de', 'it'] as const).flatMap((language) =>
      codes.flatMap((code) =>
        [new Refusal(code), new Refusal(code, details)].map((refusal) => {
          const failure = failureOf(refusal, language);
          expect(encodeAttendantFailure('HoldCall', failure)).toContain(`"error":"${code}"`);
          expect(failure.errorText).not.toMatch(/undefined|^$/);
          return { code, text: failure.errorText };
        }),
      ),
    );
    const byText = new Map(sentences.map(({ code, text }) => [text, code]));
    for (const { code, text } of sentences) expect(byText.get(text)).toBe(code);
  });

  it('name the numbers', () => {
    const text = (language: 'en' | 'de' | 'it') => failureOf(new Refusal('no-licence-left', { licence }), language);
    expect(text('de').errorText).toBe('Alle 5 Plätze für BAP sind belegt.');
    expect(text('en').errorText).toBe('All 5 seats for BAP are taken.');
    expect(text('it').errorText).toBe('Tutti i 5 posti per BAP sono occupati.');
  });
});

import type { OwnBranding } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { checkDraft, draftOf, isChanged } from './draft';

const organisationId = '1f0c1c5e-0000-4000-8000-000000000001';
const own: OwnBranding = {
  productName: 'Alpha Console',
  hostName: null,
  accentLight: '#0b5f2a',
  accentDark: null,
  mailFromName: null,
  mailReplyTo: null,
  logo: 'a'.repeat(64),
  version: 3,
};

describe('the form of a branding', () => {
  test('sends what it was given back unchanged, and keeps the logo', () => {
    expect(isChanged(draftOf(own), own)).toBe(false);
    expect(checkDraft(draftOf(own), organisationId, 3)).toEqual({
      input: {
        organisationId,
        version: 3,
        productName: 'Alpha Console',
        hostName: null,
        accentLight: '#0b5f2a',
        accentDark: null,
        mailFromName: null,
        mailReplyTo: null,
      },
    });
  });

  test('takes the logo away or replaces it only when asked', () => {
    const without = { ...draftOf(own), logo: { kind: 'none' as const } };
    expect(isChanged(without, own)).toBe(true);
    expect(checkDraft(without, organisationId, 3)).toMatchObject({ input: { logo: null } });
    const other = { ...draftOf(own), logo: { kind: 'new' as const, base64: 'AAAA', type: 'image/png' } };
    expect(checkDraft(other, organisationId, 3)).toMatchObject({ input: { logo: 'AAAA' } });
  });

  test('names the rule of each wrong field', () => {
    const draft = {
      ...draftOf(null),
      hostName: 'https://portal.example.com',
      accentLight: '#ffff00',
      accentDark: 'blue',
      mailFromName: 'a <b>',
      mailReplyTo: 'nobody',
    };
    expect(checkDraft(draft, organisationId, 0)).toEqual({
      rules: {
        productName: 'name-required',
        hostName: 'host-name',
        accentLight: 'colour-contrast',
        accentDark: 'colour-form',
        mailFromName: 'mail-name',
        mailReplyTo: 'email-invalid',
      },
    });
  });
});

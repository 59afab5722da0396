import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { ownBranding } from './branding';
import type { MailContent, MailLocale } from './port';
import { renderMail } from './render';
import { problemOf, senderOf, toMessage } from './smtp';

const link = 'https://portal.example.test/invitation?token=abc&x=1';
const expiresAt = new Date('2026-03-01T12:30:00Z');
const contents: MailContent[] = [
  { kind: 'invitation', params: { inviter: 'Ann', organisation: 'Müller & Co', role: 'help-desk', link, expiresAt } },
  { kind: 'password-reset', params: { link, expiresAt } },
  { kind: 'security-notice', params: { event: 'passkey-added', at: expiresAt, address: '192.0.2.1' } },
  { kind: 'test', params: { sender: 'Ann' } },
];
const locales: MailLocale[] = ['en', 'de', 'it'];
const render = (content: MailContent, locale: MailLocale = 'en', name = 'Bob', branding = ownBranding) =>
  renderMail({ ...content, locale, organisationId: 'o', to: { email: 'bob@example.test', name } }, branding, {
    name: 'Switchroom',
  });

describe('a rendered mail', () => {
  it.each(contents.flatMap((content) => locales.map((locale) => [content.kind, locale, content] as const)))(
    '%s in %s says it in text and in HTML',
    (_kind, locale, content) => {
      const letter = render(content, locale);
      expect(letter.subject).not.toBe('');
      expect(letter.text).toContain('Bob');
      expect(letter.html).toContain(`lang="${locale}"`);
      if ('link' in content.params) {
        expect(letter.text).toContain(`\n${link}\n`);
        expect(letter.html).toContain('href="https://portal.example.test/invitation?token=abc&amp;x=1"');
        expect(letter.expiresAt).toEqual(expiresAt);
        expect(letter.text).toMatch(/1 (March|März|marzo) 2026|1\. März 2026/);
        expect(letter.text).toContain('UTC');
      }
      expect(`${letter.text}${letter.html}`).not.toMatch(/undefined|\[object/);
    },
  );

  it('differs by language', () => {
    const subjects = contents.map((content) => new Set(locales.map((locale) => render(content, locale).subject)).size);
    expect(subjects).toEqual([3, 3, 3, 3]);
  });

  it('fetches nothing from anywhere', () => {
    for (const content of contents) expect(render(content).html).not.toMatch(/<img|<script|<link|src=|url\(|@import/i);
  });

  it('holds names as text, never as markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (before, after) => {
        const name = `${before}<script>"'&${after}`;
        const { html } = renderMail(
          {
            kind: 'invitation',
            params: { inviter: name, organisation: name, role: name, link, expiresAt },
            organisationId: 'o',
            to: { email: 'bob@example.test', name },
            locale: 'en',
          },
          { ...ownBranding, productName: name },
          { name: undefined },
        );
        const tags = html.match(/<[^>]*>/g) ?? [];
        const usual = render(contents[0] as MailContent).html.match(/<[^>]*>/g) ?? [];
        expect(tags.map((tag) => tag.slice(0, 4))).toEqual(usual.map((tag) => tag.slice(0, 4)));
      }),
    );
  });
});

describe('the message on the wire', () => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  /** Names of headers and the boundary between head and body, whatever people and branding are called. */
  const compose = async (name: string, product: string, subject: string) => {
    const letter = render(
      { kind: 'invitation', params: { inviter: name, organisation: subject, role: 'x', link, expiresAt } },
      'en',
      name,
      { ...ownBranding, productName: product, mailFromName: product, mailReplyTo: 'help@example.test' },
    );
    const from = senderOf({ name: 'Switchroom', address: 'noreply@example.test' }, letter.fromName);
    const info = await transport.sendMail(
      toMessage({
        ...letter,
        id: 'e0f4',
        createdAt: expiresAt,
        to: { name: letter.toName, address: 'bob@example.test' },
        from,
      }),
    );
    const raw = String(info.message);
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    const names = head
      .replaceAll(/\r\n[ \t]/g, ' ')
      .split('\r\n')
      .map((line) => line.split(':')[0]);
    return { head, names: names.map(String).toSorted((a, b) => a.localeCompare(b)), envelope: info.envelope };
  };

  it('has the same headers and one recipient, whatever is in a name', async () => {
    const usual = await compose('Bob', 'Switchroom', 'Alpha');
    expect(new Set(usual.names)).toEqual(
      new Set('Auto-Submitted Content-Type Date From MIME-Version Message-ID Reply-To Subject To'.split(' ')),
    );
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'x\r\nBcc: evil@example.test',
        'x\nSubject: y',
        'x" <evil@example.test>, "y',
        '=?utf-8?q?=0D=0ABcc:_e?=',
      ),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (name, product, subject) => {
        const made = await compose(name, product, subject);
        expect(made.names).toEqual(usual.names);
        expect(made.envelope).toEqual({ from: 'noreply@example.test', to: ['bob@example.test'] });
        expect(made.head).toContain('Message-ID: <e0f4@example.test>');
      }),
      { numRuns: 150 },
    );
  });
});

describe('what went wrong', () => {
  const error = (fields: object) => Object.assign(new Error('message'), fields);
  it.each([
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'unreachable'],
    [{ code: 'EDNS' }, 'unreachable'],
    [{ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls'],
    [{ code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tls'],
    [{ code: 'ETLS', responseCode: 454, response: '454 no TLS' }, 'tls'],
    [{ code: 'EAUTH', responseCode: 535, response: '535 no' }, 'sign-in'],
    [{ code: 'EENVELOPE', responseCode: 530, response: '530 sign in first' }, 'sign-in'],
    [{ code: 'EENVELOPE', responseCode: 550, response: '550 nobody' }, 'refused'],
    [{ code: 'EMESSAGE', responseCode: 552, response: '552 too big' }, 'refused'],
    [{ code: 'EENVELOPE', responseCode: 450, response: '450 later' }, 'deferred'],
    [{ code: 'EENVELOPE', responseCode: 503, response: '503 bad order' }, 'deferred'],
    [{ code: 'ECONNECTION' }, 'dropped'],
    [{ code: 'ETIMEDOUT' }, 'timeout'],
    [{ code: 'EABORT' }, 'timeout'],
  ])('%j is %s', (fields, kind) => {
    expect(problemOf(error(fields)).kind).toBe(kind);
  });

  it('repeats the server in one short line, never our password', () => {
    const problem = problemOf(
      error({ code: 'EAUTH', response: `535 "s3cret"\r\nis wrong ${'x'.repeat(500)}` }),
      's3cret',
    );
    expect(problem.text).toMatch(/^535 "\*\*\*" is wrong x+$/);
    expect(problem.text.length).toBeLessThanOrEqual(300);
  });
});

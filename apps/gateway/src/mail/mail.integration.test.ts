import { randomBytes } from 'node:crypto';
import { CertificateAuthority } from '@switchroom/testkit/tls';
import { TestSmtpServer, type SmtpServerOptions } from '@switchroom/testkit/smtp';
import { waitUntil } from '@switchroom/testkit/vitest';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testSecretBox } from '../../test/factories/index';
import { treeWorld } from '../../test/factories/tree-world';
import { branding } from '../db/schema/index';
import { createLogger, silentLogger } from '../observability/logger';
import { createMailRoom, type MailRoom } from './mail-room';
import type { MailMessage } from './port';
import { MailSender } from './sender';
import { parseMailFrom, parseSmtpUrl } from './smtp-address';

const { base, tree } = treeWorld();
let ca: CertificateAuthority;
const key = randomBytes(32).toString('base64');
beforeAll(async () => {
  ca = await CertificateAuthority.create();
});
beforeEach(() => base.sql('delete from outgoing_mails'));

const credentials = { user: 'switchroom', password: 'smtp-canary-f1b8' };
const link = 'https://portal.example.test/reset?token=link-canary-77aa';
const events: string[] = [];
const logLines: string[] = [];

/** A mail room of a gateway that hands mail to `server`; nothing starts by itself. */
async function room(
  server: Pick<TestSmtpServer, 'url'> | undefined,
  pace: Parameters<typeof createMailRoom>[0]['pace'] = {},
): Promise<MailRoom> {
  events.length = 0;
  logLines.length = 0;
  return createMailRoom({
    db: base.db,
    databaseUrl: base.url,
    secrets: await testSecretBox(base.db, key),
    logger: createLogger({ level: 'debug', destination: { write: (line) => void logLines.push(line) } }),
    server: server && {
      smtp: parseSmtpUrl(server.url),
      from: parseMailFrom('Switchroom <noreply@gateway.example.test>'),
      ca: ca.cert,
    },
    count: (event) => events.push(event),
    pace: { pausesMs: [100], graceMs: 300, ...pace },
  });
}

const withTls = async (options: SmtpServerOptions = {}) =>
  await TestSmtpServer.start({ tls: await ca.issue(), credentials, ...options });

const reset = (organisationId: string, email = 'ann@example.test'): MailMessage => ({
  kind: 'password-reset',
  params: { link, expiresAt: new Date(Date.now() + 3_600_000) },
  organisationId,
  to: { email, name: 'Ann' },
  locale: 'en',
});
const queue = async (mail: MailRoom, message: MailMessage) =>
  await base.db.inScope(tree.alphaOne, (tx) => mail.mailer.queue(tx, message));
const rows = async () =>
  await base.sql<{ state: string; attempts: number; last_error: string | null; sealed: Buffer | null }>(
    'select state, attempts, last_error, sealed from outgoing_mails order by created_at',
  );
const settled = async (state: string) => {
  await waitUntil(async () => (await rows()).every((row) => row.state === state), { message: `mail ${state}` });
  return (await rows())[0];
};

describe('a mail', () => {
  it('goes out once, after the commit, over TLS, in the name of the nearest branding', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    await base.db.inScope(tree.alpha, (tx) =>
      tx.insert(branding).values({
        organisationId: tree.alpha.id,
        productName: 'Alpha Cloud',
        mailFromName: 'Alpha "Tele" Ö',
        mailReplyTo: 'help@alpha.example.test',
        accentLight: '#ffee00',
      }),
    );
    await mail.start();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const writing = base.db.inScope(tree.alphaOne, async (tx) => {
      await mail.mailer.queue(tx, reset(tree.alphaOne.id));
      await held;
    });
    expect(server.inbox).toEqual([]);
    release();
    await writing;
    const received = await server.waitFor('ann@example.test');
    expect(received).toMatchObject({
      from: { name: 'Alpha "Tele" Ö', address: 'noreply@gateway.example.test' },
      to: [{ name: 'Ann', address: 'ann@example.test' }],
      replyTo: 'help@alpha.example.test',
      subject: 'Set a new password for Alpha Cloud',
      secure: true,
      user: 'switchroom',
      links: [link],
    });
    expect(received.html).toContain(`href="${link}"`);
    expect(received.html).toContain('background:#ffee00;color:#000000');
    expect(await settled('sent')).toMatchObject({ attempts: 1, last_error: null, sealed: null });
    await base.sql('delete from branding');
    expect(server.inbox).toHaveLength(1);
    expect(events).toEqual(['queued', 'sent']);
  });

  it('that was not committed is not sent', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    await mail.start();
    const failing = base.db.inScope(tree.alphaOne, async (tx) => {
      await mail.mailer.queue(tx, reset(tree.alphaOne.id, 'never@example.test'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await queue(mail, reset(tree.alphaOne.id, 'next@example.test'));
    await server.waitFor('next@example.test');
    expect(server.inbox).toHaveLength(1);
  });

  it('waits for a server that is away, and arrives once it is back', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    await mail.start();
    await server.goAway();
    await queue(mail, reset(tree.alphaOne.id));
    await waitUntil(async () => ((await rows())[0]?.attempts ?? 0) >= 2, { message: 'a second try' });
    expect((await rows())[0]).toMatchObject({ state: 'queued', last_error: expect.stringMatching(/^unreachable: /) });
    await server.comeBack();
    await server.waitFor('ann@example.test');
    await settled('sent');
    expect(server.inbox).toHaveLength(1);
  });

  it('from before the start of this gateway is taken up', async () => {
    await using server = await withTls();
    await using earlier = await room(server);
    await queue(earlier, reset(tree.alphaOne.id));
    await using mail = await room(server);
    await mail.start();
    await server.waitFor('ann@example.test');
    expect(await settled('sent')).toMatchObject({ attempts: 1 });
  });

  it('is taken by one of two senders', async () => {
    await using server = await withTls();
    await using one = await room(server);
    await using two = await room(server);
    for (let at = 0; at < 20; at += 1) await queue(one, reset(tree.alphaOne.id, `n${at}@example.test`));
    await Promise.all([one.start(), two.start()]);
    await settled('sent');
    const received = server.inbox.flatMap(({ recipients }) => recipients);
    expect(received).toHaveLength(20);
    expect(new Set(received)).toEqual(new Set(Array.from({ length: 20 }, (_, at) => `n${at}@example.test`)));
  });

  it('that the server refuses for good fails at once, with its own words', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    server.fault = { kind: 'refuse-recipient', code: 550, text: 'no such user here' };
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    expect(await settled('failed')).toMatchObject({
      attempts: 1,
      last_error: expect.stringMatching(/^refused: .*no such user here/),
    });
    expect(events).toEqual(['queued', 'failed']);
  });

  it('that the server puts off is tried again', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    server.fault = { kind: 'refuse-message', code: 452, text: 'mailbox full' };
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await server.waitForUnaccepted(1);
    server.fault = undefined;
    await server.waitFor('ann@example.test');
    await settled('sent');
    expect(events).toContain('delayed');
  });

  it('whose connection drops before the answer is tried again under the same id', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    server.fault = { kind: 'drop' };
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await server.waitForUnaccepted(1);
    server.fault = undefined;
    const received = await server.waitFor('ann@example.test');
    expect(received.messageId).toBe(server.unaccepted[0]?.messageId);
    await settled('sent');
    expect(server.inbox).toHaveLength(1);
  });

  it('that gets no answer is given up after its deadline and tried again', async () => {
    await using server = await withTls();
    await using mail = await room(server, { deadlineMs: 300 });
    server.fault = { kind: 'hang' };
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await waitUntil(async () => (await rows())[0]?.last_error?.startsWith('timeout: '), { message: 'the deadline' });
    server.fault = undefined;
    await server.waitFor('ann@example.test');
    expect((await settled('sent'))?.attempts).toBeGreaterThan(1);
  });

  it('under way is cut short by a stop, and is due again at once without counting', async () => {
    await using server = await withTls();
    {
      await using mail = await room(server);
      server.fault = { kind: 'hang' };
      await mail.start();
      await queue(mail, reset(tree.alphaOne.id));
      await server.waitForUnaccepted(1);
    }
    expect((await rows())[0]).toMatchObject({ state: 'queued', attempts: 0 });
    server.fault = undefined;
    await using next = await room(server);
    await next.start();
    await server.waitFor('ann@example.test');
    await settled('sent');
  });

  it('whose link has ended is not sent', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    const message = reset(tree.alphaOne.id);
    await queue(mail, { ...message, kind: 'password-reset', params: { link, expiresAt: new Date(Date.now() - 1000) } });
    await mail.start();
    expect(await settled('failed')).toMatchObject({ last_error: 'expired: ' });
    expect(server.inbox).toEqual([]);
  });
});

describe('a mail that the server has accepted', () => {
  it('is not handed over again while the database cannot be told, and is settled once it can', async () => {
    let accepted = 0;
    await using sender = new MailSender({
      db: base.db,
      databaseUrl: base.url,
      secrets: await testSecretBox(base.db, key),
      smtp: {
        async send() {
          accepted += 1;
          await base.sql('alter table outgoing_mails rename to outgoing_mails_away');
        },
      },
      from: parseMailFrom('noreply@gateway.example.test'),
      logger: silentLogger,
      count: () => undefined,
    });
    await using written = await room({ url: 'smtp://localhost' });
    await queue(written, reset(tree.alphaOne.id));
    await sender.start();
    await waitUntil(() => accepted === 1, { message: 'the acceptance' });
    // As if the time of the claim were over as well: only what the sender remembers keeps the mail from going out again.
    await base.sql('update outgoing_mails_away set next_attempt_at = now()');
    await base.sql('alter table outgoing_mails_away rename to outgoing_mails');
    expect(await settled('sent')).toMatchObject({ attempts: 1 });
    expect(accepted).toBe(1);
  });
});

describe('the mail server', () => {
  it.each([
    ['STARTTLS', {}],
    ['TLS from the start', { implicitTls: true }],
  ])('gets nothing while its certificate is not trusted (%s)', async (_name, options) => {
    const stranger = await CertificateAuthority.create('Stranger');
    await using server = await withTls({ ...options, tls: await stranger.issue() });
    await using mail = await room(server);
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await waitUntil(async () => (await rows())[0]?.last_error?.startsWith('tls: '), { message: 'the refusal' });
    expect([server.inbox, server.unaccepted]).toEqual([[], []]);
  });

  it('gets nothing when it offers no encryption where encryption is asked for', async () => {
    await using server = await TestSmtpServer.start();
    await using mail = await room({ url: server.url.replace('?starttls=never', '') });
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await waitUntil(async () => (await rows())[0]?.last_error?.startsWith('tls: '), { message: 'the refusal' });
    expect([server.inbox, server.unaccepted]).toEqual([[], []]);
  });

  it('on this machine may be spoken to in the clear', async () => {
    await using server = await TestSmtpServer.start();
    await using mail = await room(server);
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    expect(await server.waitFor('ann@example.test')).toMatchObject({ secure: false });
    await settled('sent');
  });

  it('that does not take our password keeps the mail waiting', async () => {
    await using server = await withTls();
    const url = server.url.replace(credentials.password, 'another-canary-09');
    await using mail = await room({ url });
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await waitUntil(async () => (await rows())[0]?.last_error?.startsWith('sign-in: '), { message: 'the refusal' });
    expect((await rows())[0]?.state).toBe('queued');
    expect(logLines.join('')).not.toContain('another-canary-09');
  });

  it('that is not set leaves mail in the outbox, also what waited for one before', async () => {
    await using server = await withTls();
    await using before = await room(server);
    await queue(before, reset(tree.alphaOne.id, 'before@example.test'));
    await using mail = await room(undefined);
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    expect((await rows()).map(({ state }) => state)).toEqual(['held', 'held']);
    expect(events).toEqual(['held']);
  });
});

describe('what a mail says', () => {
  it('is in no log and, outside of the seal, in no table', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    server.fault = { kind: 'refuse-message', code: 451, text: 'later' };
    await mail.start();
    await queue(mail, reset(tree.alphaOne.id));
    await server.waitForUnaccepted(1);
    server.fault = { kind: 'drop' };
    await server.waitForUnaccepted(2);
    const [row] = await rows();
    expect(row?.sealed).toBeInstanceOf(Buffer);
    const dump = JSON.stringify(await base.sql(`select *, encode(sealed, 'escape') as bytes from outgoing_mails`));
    expect(logLines.length).toBeGreaterThan(0);
    for (const canary of ['link-canary-77aa', credentials.password]) {
      expect(dump).not.toContain(canary);
      expect(logLines.join('')).not.toContain(canary);
    }
    expect(logLines.join('')).not.toContain('ann@example.test');
  });

  it('cannot be opened from another row', async () => {
    await using server = await withTls();
    await using mail = await room(server);
    await queue(mail, reset(tree.alphaOne.id, 'one@example.test'));
    await queue(mail, reset(tree.alphaOne.id, 'two@example.test'));
    await base.sql(
      `update outgoing_mails set sealed = (select sealed from outgoing_mails where recipient = 'one@example.test')
       where recipient = 'two@example.test'`,
    );
    await mail.start();
    await server.waitFor('one@example.test');
    await waitUntil(async () => (await rows()).every(({ state }) => state !== 'queued'), { message: 'both settled' });
    expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'failed']);
    expect(server.inbox).toHaveLength(1);
  });

  it('belongs to its organisation: another cannot write or see it, and keeps its own scope', async () => {
    await using mail = await room(undefined);
    await queue(mail, reset(tree.alphaOne.id));
    const foreign = base.db.inScope(tree.betaOne, (tx) => mail.mailer.queue(tx, reset(tree.alphaOne.id)));
    await expect(foreign).rejects.toMatchObject({ cause: { message: expect.stringContaining('row-level security') } });
    const seen = async (scope: { path: string }) =>
      await base.db.inScope(scope, async (tx) => {
        await mail.mailer.queue(tx, reset(scope === tree.betaOne ? tree.betaOne.id : tree.alpha.id));
        return (await tx.query.outgoingMails.findMany()).map(({ organisationId }) => organisationId);
      });
    expect(await seen(tree.betaOne)).toEqual([tree.betaOne.id]);
    expect(new Set(await seen(tree.alpha))).toEqual(new Set([tree.alphaOne.id, tree.alpha.id]));
  });
});

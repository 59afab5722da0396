import { randomUUID } from 'node:crypto';
import type { Tenant } from '../../db/tenant';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantOf, testSecretBox, type TestOrganisation } from '../../../test/factories/index';
import { treeWorld } from '../../../test/factories/tree-world';
import { createAuditLog } from '../../audit/audit-log';
import type { SecretBox } from '../../db/secrets-port';
import { createMailer } from '../../mail/create-mailer';
import { parseMailFrom, parseSmtpUrl } from '../../mail/smtp-address';
import { createMailService } from './create-mail-service';
import type { MailService } from './mail.service';

const { base, tree } = treeWorld();
let secrets: SecretBox;
let provider: Tenant;
beforeAll(async () => {
  secrets = await testSecretBox(base.db);
  provider = tenantOf(tree.provider);
});
beforeEach(() => base.sql('delete from outgoing_mails'));

const server = { smtp: parseSmtpUrl('smtps://u:canary@mail.example.test'), from: parseMailFrom('S <s@example.test>') };
const link = 'https://portal.example.test/reset?token=letter-canary';

function service(options: { server?: typeof server; demo?: boolean } = {}): MailService {
  return createMailService({
    db: base.db,
    audit: createAuditLog(),
    secrets,
    mailer: mailer(options.server),
    server: options.server,
    demo: () => options.demo ?? false,
  });
}
const mailer = (to: typeof server | undefined) => createMailer({ secrets, from: to?.from, count: () => undefined });

/** Writes a mail of an organisation and returns its id. */
async function write(organisation: TestOrganisation, email = `${randomUUID()}@example.test`, to?: typeof server) {
  await base.db.inScope(organisation, (tx) =>
    mailer(to).queue(tx, {
      kind: 'password-reset',
      params: { link, expiresAt: new Date(Date.now() + 60_000) },
      organisationId: organisation.id,
      to: { email, name: 'Ann' },
      locale: 'en',
    }),
  );
  const rows = await base.sql<{ id: string }>('select id from outgoing_mails where recipient = $1', [email]);
  return rows[0]?.id ?? '';
}
const list = (tenant: Tenant, input: object = {}) =>
  service().list(tenant, { organisationId: tenant.organisationId, limit: 50, q: '', ...input });
const audited = async () =>
  (await base.sql<{ action: string }>('select action from audit_entries order by at')).map(({ action }) => action);

describe('the outbox', () => {
  it('lists what belongs to the organisation and below, newest first, and nothing else', async () => {
    await write(tree.alphaOne, 'one@example.test');
    await write(tree.betaOne, 'beta@example.test');
    await write(tree.alpha, 'two@example.test');
    const seen = async (organisation: TestOrganisation) =>
      (await list(tenantOf(organisation))).rows.map(({ recipient }) => recipient);
    expect(await seen(tree.provider)).toEqual(['two@example.test', 'beta@example.test', 'one@example.test']);
    expect(await seen(tree.alpha)).toEqual(['two@example.test', 'one@example.test']);
    expect(await seen(tree.alphaTwo)).toEqual([]);
  });

  it('pages without a hole, also over rows of one moment', async () => {
    for (let at = 0; at < 7; at += 1) await write(tree.alphaOne, `p${at}@example.test`);
    await base.sql("update outgoing_mails set created_at = '2026-03-01 12:00:00.123456Z' where recipient < 'p4'");
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(provider, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(7);
      seen.push(...page.rows.map(({ recipient }) => recipient));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(7);
    await expect(list(provider, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('filters by state and text; wildcards are text', async () => {
    await write(tree.alphaOne, 'a_b@example.test');
    await write(tree.alphaOne, 'axb@example.test', server);
    const found = async (input: object) => (await list(provider, input)).rows.map(({ recipient }) => recipient);
    expect(await found({ q: 'A_B' })).toEqual(['a_b@example.test']);
    expect(await found({ q: 'set a new password' })).toHaveLength(2);
    expect(await found({ state: 'held' })).toEqual(['a_b@example.test']);
    expect(await found({ state: 'failed' })).toEqual([]);
  });

  it('says what the mail server said, and when the next try is', async () => {
    const id = await write(tree.alphaOne, 'late@example.test', server);
    await base.sql(
      `update outgoing_mails set attempts = 2, last_error = 'deferred: 452 4.2.2 full: try later' where id = $1`,
      [id],
    );
    expect((await list(provider)).rows[0]).toMatchObject({
      attempts: 2,
      problem: { kind: 'deferred', text: '452 4.2.2 full: try later' },
      nextAttemptAt: expect.any(Date),
      organisation: { name: 'Alpha One' },
    });
  });
});

describe('what a mail says', () => {
  it('is shown in a demo without a mail server, and the look is audited', async () => {
    const id = await write(tree.alphaOne);
    const shown = await service({ demo: true }).get(provider, id);
    expect(shown.content).toMatchObject({ shown: true, from: 'Switchroom', text: expect.stringContaining(link) });
    expect(await audited()).toContain('mail.read');
  });

  it.each([
    ['outside of a demo', {}, 'no-demo'],
    ['where mail is sent', { demo: true, server }, 'no-demo'],
  ])('is not shown %s', async (_when, options, reason) => {
    const id = await write(tree.alphaOne);
    const view = await service(options).get(provider, id);
    expect(view.content).toEqual({ shown: false, reason });
    expect(JSON.stringify(view)).not.toContain('letter-canary');
  });

  it('is not shown once it has left the outbox', async () => {
    const id = await write(tree.alphaOne);
    await base.sql(`update outgoing_mails set state = 'sent', sealed = null, data_key_id = null`);
    expect((await service({ demo: true }).get(provider, id)).content).toEqual({ shown: false, reason: 'not-held' });
  });

  it('is not there for another organisation', async () => {
    const id = await write(tree.alphaOne);
    for (const organisation of [tree.betaOne, tree.beta, tree.alphaTwo]) {
      const tenant = tenantOf(organisation, { permissions: ['mail:read', 'mail:manage'] });
      await expect(service({ demo: true }).get(tenant, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(service({ server }).retry(tenant, id)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await service({ demo: true }).get(tenantOf(tree.alphaOne), id)).toMatchObject({ id });
  });
});

describe('trying again', () => {
  it('makes a failed mail due at once and is audited', async () => {
    const id = await write(tree.alphaOne);
    await base.sql(`update outgoing_mails set state = 'failed', settled_at = now()`);
    await service({ server }).retry(provider, id);
    expect((await list(provider)).rows[0]).toMatchObject({ state: 'queued' });
    const [entry] = await base.sql(
      `select before, after, target_id from audit_entries where action = 'mail.retried' order by at desc limit 1`,
    );
    expect(entry).toEqual({ before: { state: 'failed' }, after: { state: 'queued' }, target_id: id });
  });

  it('is refused for what was sent, and without a mail server', async () => {
    const id = await write(tree.alphaOne);
    const rule = (name: string) => ({ code: 'invalid-input', fields: [{ path: 'mailId', rule: name }] });
    await expect(service().retry(provider, id)).rejects.toMatchObject(rule('mail-no-server'));
    await base.sql(`update outgoing_mails set state = 'sent'`);
    await expect(service({ server }).retry(provider, id)).rejects.toMatchObject(rule('mail-sent'));
    await expect(service({ server }).retry(provider, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a test mail', () => {
  it('goes to whoever asks, and is audited', async () => {
    await service({ server }).sendTest(provider, { email: 'me@example.test', name: 'Me' }, 'de');
    expect((await list(provider)).rows).toMatchObject([
      { kind: 'test', recipient: 'me@example.test', subject: 'Testmail von Switchroom', state: 'queued' },
    ]);
    expect((await audited()).at(-1)).toBe('mail.test-sent');
  });
});

it('where mail goes to is told without the password', () => {
  expect(service({ server }).server()).toEqual({
    server: { host: 'mail.example.test', port: 465, encrypted: true, signsIn: true, from: 'S <s@example.test>' },
    showsText: false,
  });
  expect(service({ demo: true }).server()).toEqual({ server: undefined, showsText: true });
});

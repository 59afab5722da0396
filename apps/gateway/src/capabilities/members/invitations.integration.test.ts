import { randomUUID } from 'node:crypto';
import type { CreateInvitationInput } from '@switchroom/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMember, type TestOrganisation, type TestTree } from '../../../test/factories/index';
import { createPeopleWorld, type PeopleWorld } from '../../../test/factories/people-world';
import type { Caller } from '../../auth/caller';
import type { MailMessage } from '../../mail/port';
import type { Visitor } from './invitations.service';

const password = 'vier Worte und ein Bus';
let world: PeopleWorld;
let tree: TestTree;
let admin: Awaited<ReturnType<typeof createMember>>;

beforeAll(async () => {
  world = await createPeopleWorld({ limits: { failures: 5, windowMs: 60_000 } });
  ({ tree } = world);
  admin = await createMember(world.base.db, tree.alphaOne, { name: 'Ole One' });
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  await world.base.sql('DELETE FROM invitations');
  world.changed.length = 0;
  world.mails.length = 0;
});

const rule = (name: string) => ({ fields: [expect.objectContaining({ rule: name })] });
const visitor = (caller?: Caller, address: string = randomUUID()): Visitor => ({
  caller,
  requestId: randomUUID(),
  address,
});
const signedIn = (person: { id: string; name: string; email: string }): Caller => ({
  ...person,
  session: { id: randomUUID(), confirmedAt: new Date(), secondFactor: false },
});
const newMail = () => `${randomUUID().slice(0, 8)}@new.example`;

async function invite(
  given: Partial<CreateInvitationInput> = {},
  by: Caller = admin,
  organisation: TestOrganisation = tree.alphaOne,
) {
  const email = given.email ?? newMail();
  const { id } = await world.invitations.create(await world.tenant(by, organisation), by, {
    organisationId: organisation.id,
    email,
    name: 'Nora Neu',
    role: 'operator',
    customRoleId: null,
    locale: 'de',
    ...given,
  });
  return { id, email, token: tokenOf(world.mails.at(-1)) };
}

function tokenOf(mail: MailMessage | undefined): string {
  if (mail?.kind !== 'invitation') throw new Error('no invitation was mailed');
  return /^https:\/\/portal\.example\/invitation\/([\w-]{43})$/.exec(mail.params.link)?.[1] ?? 'no token';
}

const account = { name: 'Nora Neu', password };
const accept = (token: string, who = visitor(), given: typeof account | undefined = account) =>
  world.invitations.accept(who, { token, account: given });
const look = (token: string, who = visitor()) => world.invitations.look(who, token);
/** An account of a member, whose address can be invited somewhere else. */
async function existing(organisation: TestOrganisation) {
  const email = newMail();
  const id = await world.accounts.put({ email, name: 'Eva Echt', password });
  await createMember(world.base.db, organisation, { role: 'auditor', userId: id });
  return { id, name: 'Eva Echt', email };
}

describe('inviting', () => {
  it('mails a link in the chosen language and keeps no token', async () => {
    const { email, token } = await invite();
    expect(world.mails).toEqual([
      {
        kind: 'invitation',
        organisationId: tree.alphaOne.id,
        to: { email, name: 'Nora Neu' },
        locale: 'de',
        params: {
          inviter: 'Ole One',
          organisation: 'Alpha One',
          role: 'operator',
          link: expect.any(String),
          expiresAt: expect.any(Date),
        },
      },
    ]);
    const rows = await world.base.sql('SELECT * FROM invitations');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await world.base.sql('SELECT * FROM audit_entries'))).not.toContain(token);
    expect(rows[0]?.['token_hash']).toMatch(/^[0-9a-f]{64}$/);
    expect((await world.audited('invitation.create')).at(-1)).toMatchObject({
      actor_id: admin.id,
      target_name: email,
      after: { name: 'Nora Neu', role: 'operator' },
    });
  });

  it('refuses a role that allows more than the inviter may, and records the attempt', async () => {
    const { id } = await world.roles.create(await world.tenant(admin, tree.alphaOne), {
      organisationId: tree.alphaOne.id,
      name: `People ${randomUUID()}`,
      description: '',
      permissions: ['members:read', 'members:manage'],
    });
    const manager = await createMember(world.base.db, tree.alphaOne, { customRoleId: id });
    await expect(invite({ role: 'operator' }, manager)).rejects.toMatchObject({
      code: 'forbidden',
      ...rule('role-exceeds-own'),
    });
    expect((await world.audited('access.denied')).at(-1)).toMatchObject({ actor_id: manager.id, result: 'denied' });
    await expect(invite({ role: 'reseller-administrator' })).rejects.toMatchObject(rule('role-not-here'));
    await expect(invite({ role: 'custom', customRoleId: randomUUID() })).rejects.toMatchObject(rule('role-unknown'));
    expect(world.mails).toEqual([]);
    await expect(invite({ role: 'custom', customRoleId: id }, manager)).resolves.toBeDefined();
  });

  it('refuses somebody who is there or invited already, also when two invite at once', async () => {
    await expect(invite({ email: admin.email })).rejects.toMatchObject(rule('already-member'));
    const email = newMail();
    const both = await Promise.allSettled([invite({ email }), invite({ email })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(invite({ email })).rejects.toMatchObject(rule('already-invited'));
  });

  it('lists what is open here and below, and nothing of others', async () => {
    const two = await createMember(world.base.db, tree.alphaTwo);
    const alpha = await createMember(world.base.db, tree.alpha);
    const first = await invite();
    const second = await invite();
    const other = await invite({}, two, tree.alphaTwo);
    await world.base.sql('UPDATE invitations SET expires_at = now() WHERE id = $1', [first.id]);
    const list = async (by: Caller, organisation: TestOrganisation, limit = 50, cursor?: string) =>
      await world.invitations.list(await world.tenant(by, organisation), {
        organisationId: organisation.id,
        limit,
        cursor,
      });
    expect((await list(admin, tree.alphaOne)).rows).toMatchObject([
      {
        email: second.email,
        expired: false,
        role: 'operator',
        invitedBy: 'Ole One',
        organisation: { name: 'Alpha One' },
      },
      { email: first.email, expired: true },
    ]);
    expect((await list(alpha, tree.alpha)).rows.map(({ id }) => id)).toEqual([other.id, second.id, first.id]);
    const page = await list(alpha, tree.alpha, 2);
    const rest = await list(alpha, tree.alpha, 2, page.nextCursor);
    expect([...page.rows, ...rest.rows].map(({ id }) => id)).toEqual([other.id, second.id, first.id]);
    // Isolation: neither seen nor touched from beside, nor from above under the wrong organisation.
    const tenant = await world.tenant(two, tree.alphaTwo);
    await expect(world.invitations.revoke(tenant, second.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      world.invitations.resend(tenant, two, { invitationId: second.id, locale: 'en' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect((await look(second.token)).email).toBe(second.email);
  });
});

describe('a link', () => {
  it('tells where it leads, to whom, and whether there is an account', async () => {
    const { email, token } = await invite();
    expect(await look(token)).toMatchObject({
      organisation: 'Alpha One',
      inviter: 'Ole One',
      email,
      name: 'Nora Neu',
      role: 'operator',
      customName: null,
      hasAccount: false,
      signedInAs: 'nobody',
    });
    const eva = await existing(tree.betaOne);
    const known = await invite({ email: eva.email });
    expect(await look(known.token)).toMatchObject({ hasAccount: true, signedInAs: 'nobody' });
    expect(await look(known.token, visitor(signedIn(eva)))).toMatchObject({ signedInAs: 'invited' });
    expect(await look(known.token, visitor(signedIn(admin)))).toMatchObject({ signedInAs: 'somebody-else' });
  });

  it('answers alike when it is unknown, expired, used, taken back or replaced', async () => {
    const expired = await invite();
    await world.base.sql('UPDATE invitations SET expires_at = now() WHERE id = $1', [expired.id]);
    const revoked = await invite();
    const tenant = await world.tenant(admin, tree.alphaOne);
    await world.invitations.revoke(tenant, revoked.id);
    const resent = await invite();
    await world.invitations.resend(tenant, admin, { invitationId: resent.id, locale: 'it' });
    const used = await invite();
    await accept(used.token);
    const answers = new Set<string>();
    for (const token of [expired, revoked, resent, used].map((one) => one.token).concat('x', 'A'.repeat(43))) {
      for (const attempt of [look, accept]) {
        answers.add(
          await attempt(token).then(
            () => 'valid',
            (error: unknown) => JSON.stringify(error),
          ),
        );
      }
    }
    expect([...answers]).toEqual([expect.stringContaining('"not-found"')]);
    expect((await look(tokenOf(world.mails.findLast(({ locale }) => locale === 'it')))).email).toBe(resent.email);
    expect((await world.audited('invitation.revoke')).at(-1)).toMatchObject({ target_name: revoked.email });
    expect((await world.audited('invitation.resend')).at(-1)).toMatchObject({ target_name: resent.email });
  });

  it('is worth nothing once its inviter may not give that role any more', async () => {
    const inviter = await createMember(world.base.db, tree.alphaOne);
    const { token } = await invite({}, inviter);
    await world.base.sql(`UPDATE members SET role = 'help-desk' WHERE id = $1`, [inviter.memberId]);
    await expect(look(token)).rejects.toMatchObject({ code: 'not-found' });
    await expect(accept(token)).rejects.toMatchObject({ code: 'not-found' });
    await world.base.sql(`UPDATE members SET role = 'customer-administrator' WHERE id = $1`, [inviter.memberId]);
    await expect(look(token)).resolves.toBeDefined();
    await world.base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [tree.alphaOne.id]);
    await expect(look(token)).rejects.toMatchObject({ code: 'not-found' });
    await world.base.sql('UPDATE organisations SET archived_at = NULL');
    await world.base.sql('DELETE FROM members WHERE id = $1', [inviter.memberId]);
    await expect(accept(token)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('makes who tries too many wait, and nobody else', async () => {
    const { token } = await invite();
    const address = '203.0.113.9';
    for (let index = 0; index < 5; index += 1) {
      await expect(look(`wrong-${index}`, visitor(undefined, address))).rejects.toMatchObject({ code: 'not-found' });
    }
    const wait = { code: 'too-many-requests', params: { retryAfterSeconds: expect.any(Number) } };
    await expect(look(token, visitor(undefined, address))).rejects.toMatchObject(wait);
    await expect(accept(token, visitor(undefined, address))).rejects.toMatchObject(wait);
    await expect(look(token, visitor(undefined, '203.0.113.10'))).resolves.toBeDefined();
    for (let host = 1; host <= 5; host += 1) {
      const guess = look(`wrong-${host}`, visitor(undefined, `2001:db8:7:1::${host}`));
      await expect(guess).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(look(token, visitor(undefined, '2001:db8:7:1::9'))).rejects.toMatchObject(wait);
  });
});

describe('accepting with a new account', () => {
  it('makes the person a member with exactly that role', async () => {
    const { email, token } = await invite({ role: 'help-desk' });
    expect(await accept(token)).toEqual({ email, newAccount: true });
    const person = await world.accounts.find(email);
    const tenant = await world.tenant({ id: person?.id ?? '', name: '', email }, tree.alphaOne);
    expect([...tenant.permissions]).toEqual(['organisations:read', 'members:read', 'members:help']);
    expect(world.changed).toEqual([{ userIds: [person?.id] }]);
    const [entry] = (await world.audited('invitation.accept')).slice(-1);
    expect(entry).toMatchObject({ organisation_id: tree.alphaOne.id, actor_id: person?.id, after: { joined: true } });
    expect(JSON.stringify(entry)).not.toContain(password);
  });

  it('asks for a password that is not a common one', async () => {
    const { token } = await invite();
    await expect(accept(token, visitor(), { ...account, password: 'password1234' })).rejects.toMatchObject(
      rule('password-common'),
    );
    await expect(world.invitations.accept(visitor(), { token })).rejects.toMatchObject(rule('password-required'));
    await expect(accept(token)).resolves.toBeDefined();
  });

  it('works once, also when two browsers send it at the same time', async () => {
    const { email, token } = await invite();
    const both = await Promise.allSettled([
      accept(token),
      accept(token, visitor(), { ...account, password: 'ein anderes langes Passwort' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'not-found' } });
    expect(await world.base.sql('SELECT 1 FROM members WHERE email = $1', [email])).toHaveLength(1);
  });

  it('gives one address one account, also when it is invited to two places at once', async () => {
    const two = await createMember(world.base.db, tree.alphaTwo);
    const email = newMail();
    const first = await invite({ email });
    const second = await invite({ email }, two, tree.alphaTwo);
    const both = await Promise.allSettled([accept(first.token), accept(second.token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    // The second one has an account by now, and has to sign in.
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'signed-out' } });
  });

  it('gives somebody whose account belongs nowhere a new one, and leaves no way in from the old one', async () => {
    const email = newMail();
    // Whoever had that account need not be the person who holds the invitation.
    const id = await world.accounts.put({ email, name: 'Alt', password: 'das alte lange Passwort' });
    await world.base.sql(
      `INSERT INTO auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
       VALUES ($1, 'k', $2, $1, 0, 'singleDevice', false)`,
      [randomUUID(), id],
    );
    await world.base.sql(
      `INSERT INTO auth."twoFactor" (id, secret, "backupCodes", "userId") VALUES ($1, 's', 'b', $2)`,
      [randomUUID(), id],
    );
    await world.base.sql('UPDATE auth."user" SET "twoFactorEnabled" = true WHERE id = $1', [id]);
    await world.base.sql(
      `INSERT INTO auth.session (id, "expiresAt", token, "updatedAt", "userId")
       VALUES ($1, now() + interval '1 hour', $1, now(), $2)`,
      [randomUUID(), id],
    );
    await world.base.sql(
      `INSERT INTO auth.verification (id, identifier, value, "expiresAt")
       VALUES ($1, 'password-reset:' || $1, $2, now() + interval '1 hour')`,
      [randomUUID(), id],
    );
    const [dataKey] = await world.base.sql<{ id: string }>(`INSERT INTO data_keys (wrapped) VALUES ('') RETURNING id`);
    const [provider] = await world.base.sql<{ id: string }>(
      `INSERT INTO identity_providers (organisation_id, name, issuer, client_id, sealed_secret, data_key_id, email_domains)
       VALUES ($1, 'Theirs', 'https://id.test', 'c', '', $2, '{}') RETURNING id`,
      [tree.betaOne.id, dataKey?.id],
    );
    await world.base.sql(
      'INSERT INTO identity_links (organisation_id, provider_id, subject, user_id) VALUES ($1, $2, $3, $4)',
      [tree.betaOne.id, provider?.id, 'ceo', id],
    );
    const { token } = await invite({ email });
    expect(await look(token)).toMatchObject({ hasAccount: false });
    await accept(token);
    const now = await world.accounts.find(email);
    expect(now).toEqual({ id: expect.any(String), name: 'Nora Neu' });
    expect(now?.id).not.toBe(id);
    expect(await world.accounts.guards(now?.id ?? '')).toEqual({ sessions: 0, secondFactor: false, passkeys: 0 });
    for (const [table, column] of [
      ['auth."user"', 'id'],
      ['auth.passkey', '"userId"'],
      ['auth."twoFactor"', '"userId"'],
      ['auth.session', '"userId"'],
      ['auth.verification', 'value'],
      ['identity_links', 'user_id'],
    ]) {
      expect(await world.base.sql(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [id])).toEqual([]);
    }
    const [member] = await world.base.sql('SELECT user_id FROM members WHERE email = $1', [email]);
    expect(member).toEqual({ user_id: now?.id });
  });
});

describe('accepting with an account', () => {
  it('needs its person to be signed in; nobody accepts for somebody else', async () => {
    const eva = await existing(tree.betaOne);
    const { token } = await invite({ email: eva.email });
    await expect(accept(token)).rejects.toMatchObject({ code: 'signed-out' });
    const lookingIn = {
      ...signedIn(eva),
      impersonation: {
        id: randomUUID(),
        mode: 'act' as const,
        actor: { id: admin.id, name: admin.name },
        reason: 'r',
        expiresAt: new Date(Date.now() + 60_000),
      },
    };
    const token2 = { ...eva, token: { id: 't', name: 't', organisationId: tree.betaOne.id, permissions: [] } };
    for (const caller of [signedIn(admin), lookingIn, token2]) {
      await expect(accept(token, visitor(caller))).rejects.toMatchObject({
        code: 'forbidden',
        ...rule('invitation-other-account'),
      });
    }
    expect((await world.audited('access.denied')).slice(-3)).toMatchObject([
      { organisation_id: tree.alphaOne.id, actor_id: admin.id, target_name: eva.email, result: 'denied' },
      { actor_id: admin.id, after: { attempted: 'invitation.accept', why: 'invitation-other-account' } },
      { actor_id: 'token:t' },
    ]);
    expect(await world.base.sql('SELECT 1 FROM members WHERE user_id = $1', [eva.id])).toHaveLength(1);
    expect(await accept(token, visitor(signedIn(eva)), undefined)).toEqual({ email: eva.email, newAccount: false });
    const tenant = await world.tenant(eva, tree.alphaOne);
    expect(tenant.permissions.has('plans:apply')).toBe(true);
    expect((await world.tenant(eva, tree.betaOne)).permissions.has('plans:apply')).toBe(false);
  });

  it('never gives that account another password', async () => {
    const eva = await existing(tree.betaOne);
    const { token } = await invite({ email: eva.email });
    const hash = async () =>
      (await world.base.sql('SELECT password FROM auth.account WHERE "userId" = $1', [eva.id]))[0];
    const before = await hash();
    await accept(token, visitor(signedIn(eva)), { ...account, password: 'ein anderes langes Passwort' });
    expect(await hash()).toEqual(before);
  });
});

import { randomUUID } from 'node:crypto';
import { type ListTokensInput, listTokensInput } from '@switchroom/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTree, gatewayDatabase, tenantOf, type TestOrganisation } from '../../../test/factories/index';
import { treeWorld } from '../../../test/factories/tree-world';
import { createAuditLog } from '../../audit/audit-log';
import type { Caller } from '../../auth/caller';
import { createTokensService } from './create-tokens-service';
import type { TokensService } from './tokens.service';

const { base, tree } = treeWorld();
let service: TokensService;
beforeAll(async () => {
  service = createTokensService({ db: base.db, audit: createAuditLog() });
});

const session = { id: 'session', confirmedAt: new Date(), secondFactor: false };
const person: Caller = { id: 'person', name: 'Person', email: 'person@example.test', session };
const make = (organisation: TestOrganisation, name: string) =>
  service.create(tenantOf(organisation), person, {
    organisationId: organisation.id,
    name,
    permissions: ['pbxs:read'],
    expiresInDays: 7,
  });
const list = (organisation: TestOrganisation, input: Partial<ListTokensInput> = {}) =>
  service.list(tenantOf(organisation), listTokensInput.parse({ organisationId: organisation.id, ...input }));

describe('the list of tokens', () => {
  it('holds those of the organisation and below, and no others', async () => {
    await make(tree.alpha, 'of alpha');
    await make(tree.alphaOne, 'of alpha one');
    await make(tree.betaOne, 'of beta one');
    const names = async (organisation: TestOrganisation) => (await list(organisation)).rows.map(({ name }) => name);
    expect(await names(tree.alpha)).toEqual(['of alpha one', 'of alpha']);
    expect(await names(tree.alphaOne)).toEqual(['of alpha one']);
    expect(await names(tree.alphaTwo)).toEqual([]);
    expect(await names(tree.beta)).toEqual(['of beta one']);
    expect(await names(tree.provider)).toHaveLength(3);
  });

  it('is paged without a gap, also for rows of the same instant', async () => {
    const made = await Promise.all(Array.from({ length: 7 }, (_, index) => make(tree.alphaTwo, `page ${index}`)));
    await base.sql(`UPDATE api_tokens SET created_at = '2026-01-01T00:00:00.123456Z' WHERE name LIKE 'page %'`);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(tree.alphaTwo, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(7);
      found.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(found.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    await expect(list(tree.alphaTwo, { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('is narrowed by state and by text, in which wildcards are text', async () => {
    const organisation = tree.beta;
    const [live, old, gone] = [
      await make(organisation, '100% live'),
      await make(organisation, 'old'),
      await make(organisation, 'gone'),
    ];
    await base.sql('UPDATE api_tokens SET expires_at = now() WHERE id = $1', [old.id]);
    await service.revoke(tenantOf(organisation), gone.id);
    const ids = async (input: Partial<ListTokensInput>) => (await list(organisation, input)).rows.map(({ id }) => id);
    expect(await ids({ state: 'active', q: '%' })).toEqual([live.id]);
    expect(await ids({ state: 'expired' })).toEqual([old.id]);
    expect(await ids({ state: 'revoked' })).toEqual([gone.id]);
    expect(await ids({ q: gone.token.slice(0, 12) })).toEqual([gone.id]);
  });
});

describe('a token', () => {
  it('is not made by a program, nor in the name of somebody who is only visited', async () => {
    const input = { organisationId: tree.alpha.id, name: 'x', permissions: ['pbxs:read' as const], expiresInDays: 1 };
    const { session: _session, ...program } = person;
    const token = {
      id: randomUUID(),
      name: 'T',
      organisationId: tree.alpha.id,
      permissions: ['tokens:manage' as const],
    };
    const impersonation = {
      id: randomUUID(),
      mode: 'act' as const,
      actor: { id: 'a', name: 'A' },
      reason: 'because',
      expiresAt: new Date(Date.now() + 60_000),
    };
    for (const caller of [
      { ...program, token },
      { ...person, impersonation },
    ]) {
      await expect(service.create(tenantOf(tree.alpha), caller, input)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('of another organisation cannot be revoked: it does not exist', async () => {
    const { id } = await make(tree.alphaOne, 'mine');
    for (const other of [tree.alphaTwo, tree.beta, tree.betaOne]) {
      await expect(service.revoke(tenantOf(other), id)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect((await list(tree.alphaOne, { q: 'mine' })).rows[0]).toMatchObject({ state: 'active' });
    await service.revoke(tenantOf(tree.alphaOne), id);
    expect((await list(tree.alphaOne, { q: 'mine' })).rows[0]).toMatchObject({ state: 'revoked' });
  });

  it('that cannot be recorded is not made', async () => {
    await using own = await gatewayDatabase();
    const { alphaOne } = await createTree(own.db);
    await own.sql('ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (false) NOT VALID');
    const service = createTokensService({ db: own.db, audit: createAuditLog() });
    const input = { organisationId: alphaOne.id, name: 'x', permissions: ['pbxs:read' as const], expiresInDays: 1 };
    await expect(service.create(tenantOf(alphaOne), person, input)).rejects.toThrow();
    expect(await own.sql('SELECT id FROM api_tokens')).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { type Permission, updateBrandingInput } from '@switchroom/contracts';
import { eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createMember,
  createOrganisation,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  startTestApp,
  type TestOrganisation,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import type { Caller } from '../../auth/caller';
import { brandingOf } from '../../db/branding';
import { systemScope } from '../../db/database';
import { branding } from '../../db/schema/index';
import { createAccessService } from '../session/create-access-service';
import { createBrandingService } from './create-branding-service';

const request = { requestId: 'test', address: '127.0.0.1' };
/** A PNG of 64 × 64 pixels without a picture in it; `fill` tells one from another. */
function png(fill = 1): string {
  const big = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
  const chunk = (type: string, data: number[]) => [...big(data.length), ...Buffer.from(type), ...data, 0, 0, 0, 0];
  return Buffer.from([
    ...Buffer.from('89504e470d0a1a0a', 'hex'),
    ...chunk('IHDR', [...big(64), ...big(64), 8, 6, 0, 0, 0]),
    ...chunk('IDAT', [fill]),
    ...chunk('IEND', []),
  ]).toString('base64');
}

let base: GatewayDatabase;
let tree: TestTree;
let service: ReturnType<typeof createBrandingService>;
let access: ReturnType<typeof createAccessService>;
beforeAll(async () => {
  base = await gatewayDatabase();
  const audit = createAuditLog();
  service = createBrandingService({ db: base.db, audit, portalHost: 'portal.test' });
  access = createAccessService({ db: base.db, audit });
});
afterAll(() => base.close());
beforeEach(async () => {
  tree = await createTree(base.db);
});

const values = {
  productName: 'Alpha Console',
  hostName: null,
  accentLight: '#0b5f2a',
  accentDark: null,
  mailFromName: null,
  mailReplyTo: null,
  version: 0,
};
type Change = Partial<Omit<z.input<typeof updateBrandingInput>, 'organisationId'>>;

async function proof(person: Caller, organisation: TestOrganisation, permission: Permission = 'branding:update') {
  const tenant = await access.tenantOf(person, organisation.id, request);
  expect(tenant.permissions).toContain(permission);
  return tenant;
}
async function update(organisation: TestOrganisation, change: Change = {}, person?: Caller): Promise<void> {
  const by = person ?? (await createMember(base.db, tree.provider));
  const input = updateBrandingInput.parse({ organisationId: organisation.id, ...values, ...change });
  await service.update(await proof(by, organisation), input);
}
async function settings(organisation: TestOrganisation, person?: Caller) {
  const by = person ?? (await createMember(base.db, tree.provider));
  return await service.get(await proof(by, organisation), await access.rootsOf(by));
}

describe('branding', () => {
  it('of the nearest organisation above counts, as a whole', async () => {
    const site = await createOrganisation(base.db, { kind: 'site', name: 'Site', parent: tree.alphaOne });
    expect(await brandingOf(base.db, site.path)).toBeUndefined();
    await update(tree.provider, { productName: 'Provider Console', accentDark: '#8ab4f8', logo: png() });
    await update(tree.alpha, { productName: 'Alpha Console' });
    expect((await brandingOf(base.db, site.path))?.view).toEqual({
      productName: 'Alpha Console',
      accentLight: '#0b5f2a',
      accentDark: null,
      logo: null,
    });
    expect((await brandingOf(base.db, tree.betaOne.path))?.view.productName).toBe('Provider Console');
    await service.remove(await proof(await createMember(base.db, tree.provider), tree.alpha), { version: 1 });
    expect((await brandingOf(base.db, site.path))?.view.productName).toBe('Provider Console');
  });

  it('says what comes from above, and whose it is only to those who see that far', async () => {
    const reseller = await createMember(base.db, tree.alpha);
    await update(tree.provider, { productName: 'Provider Console' });
    expect(await settings(tree.alpha, reseller)).toMatchObject({
      own: null,
      inherited: { productName: 'Provider Console' },
      inheritedFrom: undefined,
    });
    expect((await settings(tree.alpha)).inheritedFrom?.name).toBe(tree.provider.name);
  });

  it('is in the audit log with what it was before, the logo by its hash', async () => {
    await update(tree.alpha, { logo: png() });
    await update(tree.alpha, { productName: 'Alpha', logo: null, version: 1 });
    const rows = await base.sql<{ action: string; before: object | null; after: object }>(
      'SELECT action, before, after FROM audit_entries WHERE organisation_id = $1 ORDER BY seq',
      [tree.alpha.id],
    );
    expect(rows).toMatchObject([
      { action: 'branding.update', before: null, after: { logo: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      {
        action: 'branding.update',
        before: { productName: 'Alpha Console', logo: expect.stringMatching(/^[0-9a-f]{64}$/) },
        after: { productName: 'Alpha', logo: null },
      },
    ]);
  });

  it('is not overwritten from a form that was opened before another change', async () => {
    await update(tree.alpha);
    await expect(update(tree.alpha)).rejects.toMatchObject({ code: 'plan-outdated' });
    await update(tree.alpha, { productName: 'Second', version: 1 });
    await expect(update(tree.alpha, { productName: 'Third', version: 1 })).rejects.toMatchObject({
      code: 'plan-outdated',
    });
    expect((await settings(tree.alpha)).own).toMatchObject({ productName: 'Second', version: 2 });
    const tenant = await proof(await createMember(base.db, tree.provider), tree.alpha);
    await expect(service.remove(tenant, { version: 1 })).rejects.toMatchObject({ code: 'plan-outdated' });
  });

  it('belongs to those who may change it there; beside and above nobody exists', async () => {
    const beta = await createMember(base.db, tree.beta);
    await update(tree.alpha, { hostName: `${randomUUID().slice(0, 8)}.test` });
    for (const foreign of [tree.alpha, tree.alphaOne, tree.provider]) {
      await expect(access.tenantOf(beta, foreign.id, request)).rejects.toMatchObject({ code: 'not-found' });
    }
    const customer = await createMember(base.db, tree.alphaOne);
    const tenant = await access.tenantOf(customer, tree.alphaOne.id, request);
    expect(tenant.permissions).not.toContain('branding:update');
    // Row-level security holds even for a tenant that was made up.
    const made = { ...(await proof(beta, tree.beta)), organisationId: tree.alpha.id };
    await expect(service.update(made, { organisationId: tree.alpha.id, ...values, version: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a host name', () => {
  it('brings the branding to everybody who opens the portal under it, and nothing else', async () => {
    const host = `${randomUUID().slice(0, 8)}.example`;
    await update(tree.alpha, { hostName: host.toUpperCase(), mailReplyTo: 'help@alpha.example' });
    expect(await service.forHost(host)).toEqual({
      productName: 'Alpha Console',
      accentLight: '#0b5f2a',
      accentDark: null,
      logo: null,
    });
    for (const other of [undefined, '', 'example', `x${host}`, "' or true --"]) {
      expect(await service.forHost(other)).toBeNull();
    }
  });

  it('is used once, whoever else wants it', async () => {
    const host = `${randomUUID().slice(0, 8)}.example`;
    await update(tree.alpha, { hostName: host });
    await expect(update(tree.beta, { hostName: host })).rejects.toMatchObject({
      code: 'already-exists',
      fields: [{ path: 'hostName', rule: 'host-name-taken' }],
    });
    expect((await settings(tree.beta)).own).toBeNull();
  });

  it("that is the portal's own is for the provider alone", async () => {
    await expect(update(tree.alpha, { hostName: 'portal.test' })).rejects.toMatchObject({
      fields: [{ path: 'hostName', rule: 'host-name-portal' }],
    });
    await update(tree.provider, { hostName: 'portal.test' });
    expect(await service.forHost('portal.test')).toMatchObject({ productName: 'Alpha Console' });
  });

  it('of an archived organisation brings nothing', async () => {
    const host = `${randomUUID().slice(0, 8)}.example`;
    await update(tree.alpha, { hostName: host });
    await base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [tree.alpha.id]);
    expect(await service.forHost(host)).toBeNull();
  });
});

describe('a logo', () => {
  it('that is none is refused, whatever it calls itself', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>').toString('base64');
    await expect(update(tree.alpha, { logo: svg })).rejects.toMatchObject({
      fields: [{ path: 'logo', rule: 'logo-type' }],
    });
    expect((await settings(tree.alpha)).own).toBeNull();
  });

  it('stays when a change leaves it out', async () => {
    await update(tree.alpha, { logo: png() });
    const before = (await settings(tree.alpha)).own?.logo;
    await update(tree.alpha, { productName: 'Renamed', version: 1 });
    expect((await settings(tree.alpha)).own).toMatchObject({ productName: 'Renamed', logo: before });
    await update(tree.alpha, { logo: png(2), version: 2 });
    expect((await settings(tree.alpha)).own?.logo).not.toBe(before);
  });

  it('is served to anybody under its hash, as what it is, for ever', async () => {
    await using gateway = await startTestApp();
    const top = await createOrganisation(gateway.base.db, { kind: 'provider', name: 'Top' });
    const bytes = Buffer.from(png(7), 'base64');
    await gateway.base.sql(
      `INSERT INTO branding (organisation_id, product_name, logo, logo_type) VALUES ($1, 'P', $2, 'image/png')`,
      [top.id, bytes],
    );
    const [row] = await gateway.base.sql<{ hash: string }>(`SELECT encode(sha256(logo), 'hex') AS hash FROM branding`);
    const answer = await fetch(`${gateway.url}/branding/logo/${row?.hash}`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    for (const wrong of ['0'.repeat(64), 'x', `${row?.hash}0`, '..%2f']) {
      const refused = await fetch(`${gateway.url}/branding/logo/${wrong}`);
      expect(refused.status).toBe(404);
      expect(refused.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is found by its hash without hashing every other one', async () => {
    const plan = await base.db.inScope(systemScope, async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const wanted = tx
        .select({ logo: branding.logo })
        .from(branding)
        .where(eq(branding.logoHash, Buffer.alloc(32)));
      return (await tx.execute(sql`explain ${wanted}`)).rows;
    });
    expect(JSON.stringify(plan)).toContain('branding_logo_hash');
    expect(JSON.stringify(plan)).not.toContain('sha256');
  });

  it('is asked for under the limit of calls of a visitor', async () => {
    const much = { burst: 1000, perMinute: 1000 };
    const callLimits = { person: much, visitor: { burst: 3, perMinute: 1 }, costly: much };
    await using gateway = await startTestApp({ callLimits });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      statuses.push((await fetch(`${gateway.url}/branding/logo/${'0'.repeat(64)}`)).status);
    }
    expect(statuses).toEqual([404, 404, 404, 429]);
  });
});

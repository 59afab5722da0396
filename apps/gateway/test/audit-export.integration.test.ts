import { auditExportFormats } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog, entryHash } from '../src/audit/audit-log';
import { readJsonLine } from '../src/audit/export-format';
import { members, organisations } from '../src/db/schema/index';
import { systemScope } from '../src/db/database';
import {
  createOrganisation,
  signIn,
  startTestApp,
  tenantOf,
  type TestApp,
  type TestOrganisation,
} from './factories/index';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
/** More than a page of the export. */
const ENTRIES = 603;
let gateway: TestApp;
let cookie: string;
let home: TestOrganisation;
let customer: TestOrganisation;
let foreign: TestOrganisation;

beforeAll(async () => {
  gateway = await startTestApp({ config: { administrator } });
  cookie = await signIn(gateway, administrator);
  const { db } = gateway.base;
  const [provider] = await db.inScope(systemScope, (tx) => tx.select().from(organisations));
  if (provider === undefined) throw new Error('there is no provider');
  home = provider;
  customer = await createOrganisation(db, { kind: 'customer', name: 'Käse; GmbH', parent: home });
  foreign = await createOrganisation(db, { kind: 'provider', name: 'Somebody else' });
  const audit = createAuditLog();
  for (const organisation of [customer, foreign]) {
    await db.inScope(organisation, async (tx) => {
      for (let index = 0; index < ENTRIES; index += 1) {
        await audit.append(tx, tenantOf(organisation, { actor: { id: 'i', name: '=HYPERLINK("http://evil")' } }), {
          action: index % 2 === 0 ? 'pbx.update' : 'pbx.create',
          target: { kind: 'pbx', id: `p${index}`, name: `PBX "${index}"` },
          after: { index, text: 'a,b\nc' },
        });
      }
    });
  }
});
afterAll(() => gateway.stop());

async function download(query: Record<string, string>, headers: Record<string, string> = { cookie }) {
  return await fetch(`${gateway.url}/export/audit?${new URLSearchParams(query).toString()}`, { headers });
}

describe('the export of the audit log', () => {
  it('gives every entry of the subtree as a line of JSON whose hash and link can be checked', async () => {
    const answer = await download({ organisationId: customer.id, format: 'jsonl' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/jsonl/);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/);
    const entries = (await answer.text()).trimEnd().split('\n').map(readJsonLine);
    expect(entries).toHaveLength(ENTRIES);
    let previous = '0'.repeat(64);
    for (const [index, entry] of entries.entries()) {
      if (entry === undefined) throw new Error(`line ${index + 1} is no entry`);
      const { hash, ...row } = entry;
      expect([entry.seq, entry.previousHash, entryHash(row)]).toEqual([index + 1, previous, hash]);
      previous = hash;
    }
  });

  it('gives a CSV in which no name is a formula, and never what lies outside', async () => {
    const answer = await download({ organisationId: home.id, format: 'csv', actor: 'i' });
    // Not `text()`, which takes the mark of UTF-8 away.
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    expect(text.startsWith('\uFEFFtime,organisation,')).toBe(true);
    expect(text).toContain(`,Käse; GmbH,${customer.id},1,"'=HYPERLINK(""http://evil"")",`);
    expect(text.match(/\r\n/g)).toHaveLength(ENTRIES + 1);
    expect(text).not.toContain('Somebody else');
  });

  it('keeps to the filter', async () => {
    const query = { organisationId: home.id, format: 'jsonl', action: 'pbx.create', within: customer.id };
    const lines = (await (await download(query)).text()).trimEnd().split('\n');
    expect(lines).toHaveLength(Math.floor(ENTRIES / 2));
    const none = await download({ ...query, within: foreign.id });
    expect([none.status, await none.text()]).toEqual([200, '']);
  });

  it('is recorded itself, with its filter', async () => {
    await (await download({ organisationId: customer.id, format: 'csv', action: 'pbx.create', q: 'x' })).text();
    const rows = await gateway.base.sql(
      `SELECT actor_name, result, after FROM audit_entries WHERE organisation_id = $1 AND action = 'audit.export'
       ORDER BY seq DESC LIMIT 1`,
      [customer.id],
    );
    expect(rows).toEqual([
      {
        actor_name: 'anna',
        result: 'allowed',
        after: { format: 'csv', filter: { action: 'pbx.create', q: 'x' } },
      },
    ]);
  });

  it.each(auditExportFormats)('of an organisation out of reach is refused and recorded (%s)', async (format) => {
    const answer = await download({ organisationId: foreign.id, format });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ app: { code: 'not-found' } });
  });

  it('is refused without a session, without the permission, and for a filter that is none', async () => {
    expect((await download({ organisationId: home.id, format: 'csv' }, {})).status).toBe(401);
    expect((await download({ organisationId: home.id, format: 'xml' })).status).toBe(400);
    await gateway.base.db.inScope(systemScope, (tx) => tx.update(members).set({ role: 'operator' }));
    try {
      const answer = await download({ organisationId: home.id, format: 'csv' });
      expect([answer.status, await answer.json()]).toMatchObject([403, { app: { code: 'forbidden' } }]);
      const rows = await gateway.base.sql(
        `SELECT after FROM audit_entries WHERE result = 'denied' ORDER BY at DESC LIMIT 1`,
      );
      expect(rows).toEqual([{ after: { permission: 'audit:export' } }]);
    } finally {
      await gateway.base.db.inScope(systemScope, (tx) => tx.update(members).set({ role: 'provider-administrator' }));
    }
  });
});

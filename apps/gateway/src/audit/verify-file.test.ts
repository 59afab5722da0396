import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, entryHash, firstHash } from './audit-log';
import { canonicalJson } from './canonical';
import { jsonLine } from './export-format';
import { verifyLines } from './verify-file';

const organisationId = '22222222-2222-4222-8222-222222222222';

function chain(count: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const entry = {
      id: `11111111-1111-4111-8111-${String(seq).padStart(12, '0')}`,
      organisationId,
      seq,
      at: new Date(seq * 1000),
      actorId: 'a',
      actorName: 'Ida',
      onBehalfOfId: seq === 2 ? 'b' : null,
      onBehalfOfName: seq === 2 ? 'Bea' : null,
      action: 'x',
      targetKind: 'pbx',
      targetId: 'p',
      targetName: 'P',
      pbxId: null,
      before: null,
      after: { b: 1, a: [null] },
      reason: null,
      result: 'allowed' as const,
      requestId: 'r',
      address: '',
      previousHash: entries.at(-1)?.hash ?? firstHash,
    };
    entries.push({ ...entry, hash: entryHash(entry) });
  }
  return entries;
}

function entryAt(entries: readonly AuditEntry[], index: number): AuditEntry {
  const entry = entries[index];
  if (entry === undefined) throw new Error(`there is no entry ${index}`);
  return entry;
}

async function* lines(entries: readonly AuditEntry[]) {
  for (const entry of entries) yield jsonLine(entry).trimEnd();
}

describe('an export in JSON lines', () => {
  it('holds as it was written, also with gaps of a filter', async () => {
    expect(await verifyLines(lines(chain(5)))).toEqual({ ok: true, entries: 5, linked: 4 });
    const filtered = chain(5).filter(({ seq }) => seq !== 3);
    expect(await verifyLines(lines(filtered))).toEqual({ ok: true, entries: 4, linked: 2 });
  });

  it.each<[string, (entries: AuditEntry[]) => AuditEntry[], number, string]>([
    ['changed', (all) => all.with(2, { ...entryAt(all, 2), actorName: 'Somebody' }), 3, 'changed'],
    ['reordered', (all) => [entryAt(all, 1), entryAt(all, 0), ...all.slice(2)], 2, 'reordered'],
  ])('is found to be %s', async (_name, change, line, problem) => {
    expect(await verifyLines(lines(change(chain(4))))).toMatchObject({ ok: false, line, problem });
  });

  it('is found to be rewritten by a checkpoint that was kept', async () => {
    const kept = {
      id: null,
      organisationId,
      seq: 4,
      hash: 'f'.repeat(64),
      at: new Date(),
      publicKey: '',
      signature: Buffer.alloc(0),
    };
    expect(await verifyLines(lines(chain(4)), [kept])).toMatchObject({ ok: false, line: 4, problem: 'rewritten' });
  });

  describe('together with a checkpoint that was kept', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const keptAt = (seq: number, of = organisationId) => ({
      id: null,
      organisationId: of,
      seq,
      hash: chain(seq).at(-1)?.hash ?? '',
      at: new Date(),
      publicKey: pem,
      signature: Buffer.alloc(0),
    });

    it('is found to end before what the checkpoint knows', async () => {
      expect(await verifyLines(lines(chain(6)), [keptAt(6)])).toMatchObject({ ok: true, entries: 6 });
      const cut = await verifyLines(lines(chain(4)), [keptAt(2), keptAt(6)]);
      expect(cut).toMatchObject({ ok: false, problem: 'ends-early', lastSeq: 4, checkpoint: { seq: 6 } });
      const other = '33333333-3333-4333-8333-333333333333';
      expect(await verifyLines(lines(chain(4)), [keptAt(4, other)])).toMatchObject({
        ok: false,
        problem: 'ends-early',
        lastSeq: undefined,
      });
    });

    it('shows a purge that the same key did not sign', async () => {
      const hash = chain(1).at(-1)?.hash ?? '';
      const text = canonicalJson({ kind: 'switchroom audit purge', organisationId, upTo: 1, hash });
      const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
      const purged = (after: unknown) => {
        const [first, second] = chain(2);
        if (first === undefined || second === undefined) throw new Error('there are no entries');
        const { hash: _own, ...rest } = { ...second, action: 'audit.purge', after };
        return [first, { ...rest, hash: entryHash(rest) }];
      };
      const forged = { ok: false, line: 2, problem: 'signature' };
      expect(await verifyLines(lines(purged({ upTo: 1, hash, signature })), [keptAt(1)])).toMatchObject({ ok: true });
      expect(await verifyLines(lines(purged({ upTo: 1, hash })), [keptAt(1)])).toMatchObject(forged);
      expect(await verifyLines(lines(purged({ upTo: 2, hash, signature })), [keptAt(1)])).toMatchObject(forged);
    });
  });

  it('is told from anything else', async () => {
    async function* other() {
      yield '{"a":1}';
    }
    expect(await verifyLines(other())).toMatchObject({ ok: false, line: 1, problem: 'no-entry' });
  });
});

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createOrganisation, gatewayDatabase, type TestOrganisation } from '../../test/factories/index';
import { entryHash } from './audit-log';
import { auditWorld } from './testing/audit-world';
import { TestLog } from './testing/chain';
import { readCheckpointFile, toCheckpointFile } from './checkpoint-file';
import { isSignedBy } from './signing';

const { base, tree, log } = auditWorld();
let organisation: TestOrganisation;

/** A customer of its own with six entries. */
beforeEach(async () => {
  organisation = await createOrganisation(base.db, { kind: 'customer', name: randomUUID(), parent: tree.alpha });
  await log.append(organisation, 6);
});

/** The entry as a verdict names it. */
async function named(seq: number) {
  const { id, at } = await log.entry(organisation, seq);
  return { ok: false, seq, id, at };
}

describe('a chain that nobody touched', () => {
  it('holds, and says how far', async () => {
    expect(await log.verify(organisation)).toEqual({
      ok: true,
      entries: 6,
      from: 1,
      hash: (await log.entry(organisation, 6)).hash,
      checkpoints: 0,
    });
  });

  it('counts the signatures that fit', async () => {
    await log.checkpoint(organisation);
    await log.append(organisation, 2);
    await log.checkpoint(organisation);
    expect(await log.verify(organisation)).toMatchObject({ ok: true, entries: 8, checkpoints: 2 });
  });

  it('holds without entries', async () => {
    expect(await log.verify(tree.betaOne)).toMatchObject({ ok: true, entries: 0, from: 1 });
  });
});

describe('verify names the first broken entry', () => {
  it.each([
    ['what was done', `after = '{"index": 9}'`],
    ['who did it', `actor_name = 'Somebody else'`],
    ['on whose behalf', `on_behalf_of_name = 'Somebody else'`],
    ['when', `at = at + interval '1 second'`],
    ['the result', `result = 'denied'`],
    ['its hash', `hash = repeat('0', 64)`],
  ])('when %s was changed', async (_what, change) => {
    await log.tamper(`UPDATE audit_entries SET ${change} WHERE organisation_id = $1 AND seq = 3`, [organisation.id]);
    expect(await log.verify(organisation)).toEqual({ ...(await named(3)), problem: 'changed' });
  });

  it('when one was deleted', async () => {
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq = 2', [organisation.id]);
    expect(await log.verify(organisation)).toEqual({ ...(await named(3)), seq: 2, problem: 'deleted' });
  });

  it('when the first ones were deleted, even up to a signed checkpoint', async () => {
    await log.checkpoint(organisation);
    await log.append(organisation, 2);
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq <= 6', [organisation.id]);
    expect(await log.verify(organisation)).toEqual({ ...(await named(7)), seq: 1, problem: 'deleted' });
  });

  it('when two changed places', async () => {
    for (const [from, to] of [
      [3, -3],
      [4, 3],
      [-3, 4],
    ]) {
      await log.tamper('UPDATE audit_entries SET seq = $3 WHERE organisation_id = $1 AND seq = $2', [
        organisation.id,
        from,
        to,
      ]);
    }
    expect(await log.verify(organisation)).toEqual({ ...(await named(3)), problem: 'reordered' });
  });

  it('when one was put in between, with a hash that fits the one before', async () => {
    await log.tamper('UPDATE audit_entries SET seq = -seq WHERE organisation_id = $1 AND seq >= 4', [organisation.id]);
    await log.tamper('UPDATE audit_entries SET seq = 1 - seq WHERE organisation_id = $1 AND seq < 0', [
      organisation.id,
    ]);
    const { hash: previousHash, ...third } = await log.entry(organisation, 3);
    const forged = { ...third, id: randomUUID(), seq: 4, actorName: 'Nobody', previousHash };
    await log.tamper(
      `INSERT INTO audit_entries (id, organisation_id, seq, at, actor_id, actor_name, action, target_kind, target_id,
         target_name, after, result, request_id, address, previous_hash, hash)
       SELECT $2, organisation_id, 4, at, actor_id, 'Nobody', action, target_kind, target_id, target_name, after, result,
         request_id, address, hash, $3 FROM audit_entries WHERE organisation_id = $1 AND seq = 3`,
      [organisation.id, forged.id, entryHash(forged)],
    );
    expect(await log.verify(organisation)).toEqual({ ...(await named(4)), id: forged.id, problem: 'inserted' });
  });

  it('when one was rewritten together with its hash', async () => {
    const { hash: _hash, ...fourth } = await log.entry(organisation, 4);
    const forged = { ...fourth, actorName: 'Somebody else', previousHash: 'f'.repeat(64) };
    await log.tamper('UPDATE audit_entries SET actor_name = $2, previous_hash = $3, hash = $4 WHERE id = $1', [
      fourth.id,
      forged.actorName,
      forged.previousHash,
      entryHash(forged),
    ]);
    expect(await log.verify(organisation)).toEqual({ ...(await named(4)), problem: 'unlinked' });
  });

  it('when the end was cut off and a checkpoint knows it', async () => {
    const checkpoint = await log.checkpoint(organisation);
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq >= 5', [organisation.id]);
    expect(await log.verify(organisation)).toEqual({
      ok: false,
      seq: 5,
      id: checkpoint?.id,
      at: checkpoint?.at,
      problem: 'cut-off',
    });
  });

  it('when everything was deleted and written anew', async () => {
    await log.checkpoint(organisation);
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1', [organisation.id]);
    await log.append(organisation, 6);
    expect(await log.verify(organisation)).toEqual({ ...(await named(6)), problem: 'rewritten' });
  });

  it('when a checkpoint was changed, or signed with a key of somebody else', async () => {
    const checkpoint = await log.checkpoint(organisation);
    await log.tamper("UPDATE audit_checkpoints SET at = at + interval '1 second' WHERE id = $1", [checkpoint?.id]);
    expect(await log.verify(organisation)).toMatchObject({ ok: false, seq: 6, problem: 'signature' });
    const other = await createOrganisation(base.db, { kind: 'customer', name: randomUUID(), parent: tree.alpha });
    await log.append(other, 2);
    await log.checkpoint(other);
    await using elsewhere = await gatewayDatabase();
    const foreign = await TestLog.on(elsewhere);
    expect(await log.verify(other)).toMatchObject({ ok: true, checkpoints: 1 });
    expect(await log.verify(other, { publicKey: foreign.signer.publicKey })).toMatchObject({
      ok: false,
      seq: 2,
      problem: 'signature',
    });
  });
});

describe('a checkpoint that was kept as a file', () => {
  async function kept() {
    const checkpoint = await log.checkpoint(organisation);
    if (checkpoint === undefined) throw new Error('no checkpoint was made');
    const { keyId: id, publicKey } = log.signer;
    return JSON.stringify(toCheckpointFile(checkpoint, organisation, { id, publicKey }, checkpoint.signature));
  }

  it('is verified without the installation', async () => {
    const { file, checkpoint } = readCheckpointFile(await kept());
    expect(isSignedBy(file.key.publicKey, checkpoint, checkpoint.signature)).toBe(true);
    expect(checkpoint).toMatchObject({ organisationId: organisation.id, seq: 6 });
  });

  it('knows what was cut off, even where the table has forgotten its checkpoints', async () => {
    const { checkpoint } = readCheckpointFile(await kept());
    await log.tamper('DELETE FROM audit_checkpoints WHERE organisation_id = $1', [organisation.id]);
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq > 4', [organisation.id]);
    expect(await log.verify(organisation)).toMatchObject({ ok: true, entries: 4 });
    expect(await log.verify(organisation, { kept: [checkpoint] })).toMatchObject({ seq: 5, problem: 'cut-off' });
  });

  it.each([
    ['no JSON', () => 'x', /no JSON/],
    ['something else', () => '{}', /no checkpoint/],
    ['altered', (text: string) => text.replace('"seq":6', '"seq":5'), /altered/],
  ])('is refused when it is %s', async (_name, change, message) => {
    const text = await kept();
    expect(() => readCheckpointFile(change(text))).toThrow(message);
  });
});

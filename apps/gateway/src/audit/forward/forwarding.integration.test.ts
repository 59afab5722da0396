import { randomUUID } from 'node:crypto';
import { CertificateAuthority } from '@switchroom/testkit/tls';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrganisation, type TestOrganisation } from '../../../test/factories/index';
import { createAddressGuard } from '../../net/address-policy';
import { silentLogger } from '../../observability/logger';
import { auditWorld } from '../testing/audit-world';
import { SyslogReceiver } from '../testing/syslog-receiver';
import { nextEntries } from './forward.queries';
import { Forwarding } from './forwarding';
import { sendFrames } from './send';
import { frame } from './syslog';

const { base, tree, log } = auditWorld();
let reseller: TestOrganisation;
let one: TestOrganisation;
let two: TestOrganisation;
let authority: CertificateAuthority;
const guard = createAddressGuard('receiver', ['loopback']);
const open: AsyncDisposable[] = [];

beforeAll(async () => {
  authority = await CertificateAuthority.create();
});
beforeEach(async () => {
  reseller = await createOrganisation(base.db, { kind: 'reseller', name: randomUUID(), parent: tree.provider });
  one = await createOrganisation(base.db, { kind: 'customer', name: 'One', parent: reseller });
  two = await createOrganisation(base.db, { kind: 'customer', name: 'Two', parent: reseller });
});
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing[Symbol.asyncDispose]();
  await base.sql('DELETE FROM audit_forwarders');
});

async function receiver(tls = false): Promise<SyslogReceiver> {
  const made = await new SyslogReceiver(tls ? await authority.issue() : undefined).listen();
  open.push(made);
  return made;
}

async function forwarder(port: number, options: { tls?: boolean; ca?: string } = {}): Promise<string> {
  const [row] = await base.sql<{ id: string }>(
    `INSERT INTO audit_forwarders (organisation_id, host, port, tls, ca_certificate) VALUES ($1, 'localhost', $2, $3, $4)
     RETURNING id`,
    [reseller.id, port, options.tls ?? false, options.ca ?? null],
  );
  return row?.id ?? '';
}

async function start(firstPauseMs = 20): Promise<Forwarding> {
  const forwarding = new Forwarding({
    db: base.db,
    logger: silentLogger,
    guard,
    idleMs: 20,
    firstPauseMs,
    pace: { graceMs: 20, deadlineMs: 5000 },
  });
  open.push(forwarding);
  await forwarding.start();
  return forwarding;
}

async function stop(forwarding: Forwarding): Promise<void> {
  open.splice(open.indexOf(forwarding), 1);
  await forwarding[Symbol.asyncDispose]();
}

const position = async (organisation: TestOrganisation) =>
  (
    await base.sql<{ seq: number }>('SELECT seq::int FROM audit_forward_positions WHERE organisation_id = $1', [
      organisation.id,
    ])
  )[0]?.seq;
const lastError = async () =>
  (await base.sql<{ last_error: string | null }>('SELECT last_error FROM audit_forwarders'))[0]?.last_error;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
/** Without what came twice. */
const once = (seqs: number[]) => seqs.filter((seq, index) => seqs.indexOf(seq) === index);

describe.each([
  ['TCP', false],
  ['TLS with an authority of its own', true],
])('over %s', (_name, tls) => {
  const ca = () => (tls ? { tls, ca: authority.cert } : {});

  it('everything of the organisation and below arrives once, each chain in its order', async () => {
    const to = await receiver(tls);
    await log.append(one, 5);
    await log.append(tree.betaOne, 1);
    await forwarder(to.port, ca());
    await start();
    await expect.poll(() => to.seqs(one.id)).toEqual(upTo(5));
    await log.append(two, 3);
    await log.append(one, 2);
    await expect.poll(() => to.seqs(two.id)).toEqual(upTo(3));
    await expect.poll(() => to.seqs(one.id)).toEqual(upTo(7));
    expect(to.seqs(tree.betaOne.id)).toEqual([]);
    await expect.poll(() => position(one)).toBe(7);
    expect(await lastError()).toBeNull();
  });

  it('nothing is lost or reordered when the receiver goes away in the middle and comes back', async () => {
    const to = await receiver(tls);
    await log.append(one, 40);
    await log.append(two, 40);
    let seen = 0;
    to.onMessage = (socket) => {
      seen += 1;
      if (seen === 25) socket.destroy();
    };
    await forwarder(to.port, ca());
    await start();
    await expect.poll(() => once(to.seqs(one.id))).toEqual(upTo(40));
    await expect.poll(() => position(one)).toBe(40);
    await to.goAway();
    await log.append(one, 5);
    await expect.poll(lastError).toMatch(/^(refused|broke-off): /);
    expect(await position(one)).toBe(40);
    await to.listen();
    await expect.poll(() => once(to.seqs(one.id))).toEqual(upTo(45));
    await expect.poll(() => once(to.seqs(two.id))).toEqual(upTo(40));
    await expect.poll(lastError).toBeNull();
  });

  it('a restart in the middle goes on where the receiver was', async () => {
    const to = await receiver(tls);
    await log.append(one, 10);
    await forwarder(to.port, ca());
    const first = await start();
    await expect.poll(() => position(one)).toBe(10);
    // From here on the receiver takes messages and does not say goodbye: they do not count as sent.
    to.silent = true;
    await log.append(one, 10);
    await expect.poll(() => to.messages.length).toBeGreaterThan(10);
    await stop(first);
    expect(await position(one)).toBe(10);
    to.silent = false;
    await start();
    await expect.poll(() => position(one)).toBe(20);
    expect(once(to.seqs(one.id))).toEqual(upTo(20));
    expect(to.seqs(one.id).slice(0, 10)).toEqual(upTo(10));
  });
});

describe('a forwarder', () => {
  it('sends nothing while it is switched off, and everything afterwards', async () => {
    const to = await receiver();
    const id = await forwarder(to.port);
    await base.sql('UPDATE audit_forwarders SET enabled = false WHERE id = $1', [id]);
    const forwarding = await start();
    await log.append(one, 2);
    await base.sql('UPDATE audit_forwarders SET enabled = true WHERE id = $1', [id]);
    expect(to.messages).toEqual([]);
    forwarding.refresh(id);
    await expect.poll(() => to.seqs(one.id)).toEqual([1, 2]);
  });

  it('is tried again at once when it was changed, and does not end the pause of another one', async () => {
    const one = await forwarder(9);
    const other = await forwarder(9);
    await log.append(two, 1);
    const failedAt = async (id: string) =>
      (
        await base.sql<{ at: Date | null }>('SELECT last_error_at AS at FROM audit_forwarders WHERE id = $1', [id])
      )[0]?.at?.getTime() ?? 0;
    const forwarding = await start(600_000);
    await expect.poll(() => failedAt(one)).toBeGreaterThan(0);
    await expect.poll(() => failedAt(other)).toBeGreaterThan(0);
    const [first, untouched] = [await failedAt(one), await failedAt(other)];
    // Again and again until it was heard: the pause begins only after the failure was written down.
    await expect
      .poll(() => {
        forwarding.refresh(one);
        return failedAt(one);
      })
      .toBeGreaterThan(first);
    expect(await failedAt(other)).toBe(untouched);
  });

  it('finds nothing to send for one that is gone, whose positions went with it', async () => {
    const id = await forwarder((await receiver()).port);
    await log.append(one, 1);
    const next = () => base.db.inScope(reseller, (tx) => nextEntries(tx, id, 10));
    expect(await next()).not.toEqual([]);
    await base.sql('DELETE FROM audit_forwarders WHERE id = $1', [id]);
    expect(await next()).toEqual([]);
  });

  it('stops when it is removed', async () => {
    const to = await receiver();
    const id = await forwarder(to.port);
    const forwarding = await start();
    await log.append(one, 1);
    await expect.poll(() => position(one)).toBe(1);
    await base.sql('DELETE FROM audit_forwarders WHERE id = $1', [id]);
    await log.append(one, 1);
    await stop(forwarding);
    expect(to.seqs(one.id)).toEqual([1]);
  });

  it('does not send to a receiver whose certificate is not trusted, and says so', async () => {
    const to = await receiver(true);
    await forwarder(to.port, { tls: true });
    await start();
    await log.append(one, 1);
    await expect.poll(lastError).toMatch(/^certificate: /);
    expect(to.messages).toEqual([]);
  });
});

describe('sending', () => {
  const to = (port: number) => ({ host: '127.0.0.1', port, tls: false, caCertificate: null });
  const frames = [frame(Buffer.from('x'))];

  it('refuses addresses that this installation does not allow', async () => {
    const strict = createAddressGuard('receiver', []);
    await expect(sendFrames(to(9), frames, { guard: strict })).rejects.toMatchObject({ problem: 'forbidden-address' });
    await expect(sendFrames({ ...to(9), host: 'localhost' }, frames, { guard: strict })).rejects.toMatchObject({
      problem: 'forbidden-address',
    });
  });

  it('does not take a receiver for reached that goes away at once, or never says goodbye', async () => {
    const there = await receiver();
    there.onMessage = (socket) => socket.end();
    await expect(sendFrames(to(there.port), frames, { guard })).rejects.toMatchObject({ problem: 'broke-off' });
    there.onMessage = undefined;
    there.silent = true;
    await expect(sendFrames(to(there.port), frames, { guard, graceMs: 10, deadlineMs: 200 })).rejects.toMatchObject({
      problem: 'timeout',
    });
  });

  it('says when nobody listens', async () => {
    const gone = await receiver();
    await gone.goAway();
    await expect(sendFrames(to(gone.port), frames, { guard })).rejects.toMatchObject({ problem: 'refused' });
  });
});

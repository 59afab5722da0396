import { randomBytes } from 'node:crypto';
import {
  AppError,
  type CreatedPbx,
  type CreatePbxInput,
  invalidField,
  type PbxDetail,
  type UpdatePbxInput,
} from '@switchroom/contracts';
import { eq, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import type { Database, Tx } from '../../db/database';
import { organisations, pbxStatus, pbxs } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';
import type { Tenant } from '../../db/tenant';
import { violates } from '../../db/errors';
import { openLinkPassword, storeLinkPassword } from '../../db/link-password';
import type { AddressGuard } from '../../net/address-policy';
import { makePassword } from '../../plans/password';
import { normaliseAddress } from './address';
import { toDetail, toInstructions, toRow } from './pbx-view';
import { findPbx } from './pbxs.queries';
import { assertAllowed, probeCertificate } from './probe-certificate';

/** What the changing half of the PBX service works with. */
export interface ChangeDependencies {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  gatewayUrl: string;
  /** Which addresses a PBX may have. */
  pbxAddresses: AddressGuard;
}

/** A PBX row below the tenant's organisation, or AppError `not-found`. */
export async function requirePbx(tx: Tx, tenant: Tenant, pbxId: string) {
  const record = await findPbx(tx, tenant.path, pbxId);
  if (!record) throw new AppError('not-found');
  return record;
}

/** Adds a PBX with its status row and sealed password in one transaction. */
export async function createPbx(
  { db, audit, secrets, gatewayUrl, pbxAddresses }: ChangeDependencies,
  tenant: Tenant,
  input: CreatePbxInput,
): Promise<CreatedPbx> {
  const direction = input.direction === 'inbound' ? inboundColumns(input) : await outboundColumns(input, pbxAddresses);
  const made = input.direction === 'outbound' && input.password !== undefined ? undefined : makePassword();
  const password = made ?? (input.direction === 'outbound' ? input.password : undefined);
  if (password === undefined) throw invalidField('password', 'password-required');
  return db.inScope(tenant, async (tx) => {
    const [organisation] = await tx
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.id, input.targetOrganisationId));
    if (!organisation) throw invalidField('targetOrganisationId', 'organisation-unknown');
    const columns = {
      organisationId: organisation.id,
      name: input.name,
      appObjectName: input.appObjectName,
      ...direction,
    };
    const [pbx] = await tx
      .insert(pbxs)
      .values(columns)
      .returning()
      .catch((error: unknown) => {
        throw nameTaken(error);
      });
    if (!pbx) throw new AppError('internal', { message: 'the inserted PBX row did not come back' });
    await tx.insert(pbxStatus).values({ pbxId: pbx.id, organisationId: pbx.organisationId });
    await storeLinkPassword(tx, secrets, pbx, password);
    await audit.append(
      tx,
      { ...tenant, organisationId: pbx.organisationId },
      {
        action: 'pbx.create',
        target: { kind: 'pbx', id: pbx.id, name: pbx.name },
        pbxId: pbx.id,
        after: { ...audited(pbx), password: audit.secretMark(pbx.organisationId, password) },
      },
    );
    const record = await requirePbx(tx, tenant, pbx.id);
    return { pbx: toRow(record), instructions: toInstructions(pbx, gatewayUrl), password: made };
  });
}

function inboundColumns(input: Extract<CreatePbxInput, { direction: 'inbound' }>) {
  const slug = input.name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24);
  // The random part makes the path unguessable; the login still decides.
  const instance = [slug, randomBytes(5).toString('hex')].filter((part) => part !== '').join('-');
  return { direction: 'inbound' as const, domain: input.domain, instance };
}

async function outboundColumns(input: Extract<CreatePbxInput, { direction: 'outbound' }>, addresses: AddressGuard) {
  const address = normaliseAddress(input.address);
  await assertAllowed(address, addresses);
  const pinned = await pinnedColumns(address, input.pinnedFingerprint, addresses);
  return { direction: 'outbound' as const, address, ...pinned };
}

/** Reads the certificate again and pins it only if it is still the one the person confirmed. */
async function pinnedColumns(address: string, fingerprint: string | null | undefined, addresses: AddressGuard) {
  if (fingerprint === undefined || fingerprint === null) return { pinnedFingerprint: null, pinnedCertificate: null };
  const probe = await probeCertificate(address, addresses);
  const seen = probe.chain[0]?.fingerprint;
  if (probe.leafPem === undefined || seen === undefined || plain(seen) !== plain(fingerprint)) {
    throw invalidField('pinnedFingerprint', 'certificate-changed');
  }
  return { pinnedFingerprint: seen, pinnedCertificate: probe.leafPem };
}

function plain(fingerprint: string): string {
  return fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

/** Changes name, switch, address or pin; the link is replaced only when something it needs has changed. */
export async function updatePbx(
  { db, audit, gatewayUrl, pbxAddresses }: ChangeDependencies,
  tenant: Tenant,
  input: UpdatePbxInput,
): Promise<{ detail: PbxDetail; linkChanged: boolean }> {
  const address = input.address === undefined ? undefined : normaliseAddress(input.address);
  const before = await db.inScope(tenant, (tx) => requirePbx(tx, tenant, input.pbxId));
  if (address !== undefined && before.pbx.direction === 'inbound') throw invalidField('address', 'address-inbound');
  if (address !== undefined) await assertAllowed(address, pbxAddresses);
  const target = address ?? before.pbx.address;
  const pin =
    input.pinnedFingerprint === undefined || target === null
      ? {}
      : await pinnedColumns(target, input.pinnedFingerprint, pbxAddresses);
  const changesLink = address !== undefined || input.enabled !== undefined || input.pinnedFingerprint !== undefined;
  const detail = await db.inScope(tenant, async (tx) => {
    const [pbx] = await tx
      .update(pbxs)
      .set({
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
        ...(address === undefined ? {} : { address }),
        ...pin,
        version: sql`${pbxs.version} + 1`,
        ...(changesLink ? { linkVersion: sql`${pbxs.linkVersion} + 1` } : {}),
        updatedAt: new Date(),
      })
      .where(sql`${pbxs.id} = ${input.pbxId} and ${pbxs.version} = ${input.version}`)
      .returning()
      .catch((error: unknown) => {
        throw nameTaken(error);
      });
    if (!pbx) throw new AppError('plan-outdated', { message: 'the PBX row was changed by somebody else' });
    if (input.enabled !== undefined && input.enabled !== before.pbx.enabled)
      await tx.update(pbxStatus).set(switched(input.enabled)).where(eq(pbxStatus.pbxId, pbx.id));
    await audit.append(
      tx,
      { ...tenant, organisationId: pbx.organisationId },
      {
        action: 'pbx.update',
        target: { kind: 'pbx', id: pbx.id, name: pbx.name },
        pbxId: pbx.id,
        before: audited(before.pbx),
        after: audited(pbx),
      },
    );
    return toDetail(await requirePbx(tx, tenant, pbx.id), gatewayUrl);
  });
  return { detail, linkChanged: changesLink };
}

function switched(enabled: boolean) {
  const common = {
    linkSince: new Date(),
    linkDetail: null,
    linkStep: null,
    linkRetryAt: null,
    syncState: 'unknown' as const,
  };
  return enabled
    ? { ...common, linkKind: 'offline' as const }
    : { ...common, linkKind: 'disabled' as const, linkReason: null };
}

/** Forgets a PBX with everything known of it; the audit log keeps the entry. */
export async function removePbx(
  { db, audit }: ChangeDependencies,
  tenant: Tenant,
  input: { pbxId: string; confirmName: string },
): Promise<string> {
  return db.inScope(tenant, async (tx) => {
    const { pbx } = await requirePbx(tx, tenant, input.pbxId);
    if (input.confirmName !== pbx.name) throw invalidField('confirmName', 'name-differs', { name: pbx.name });
    await audit.append(
      tx,
      { ...tenant, organisationId: pbx.organisationId },
      {
        action: 'pbx.remove',
        target: { kind: 'pbx', id: pbx.id, name: pbx.name },
        before: audited(pbx),
      },
    );
    // In the order of those who write what the link says: its status first. The other way round both would wait for ever.
    await tx.select({ pbxId: pbxStatus.pbxId }).from(pbxStatus).where(eq(pbxStatus.pbxId, pbx.id)).for('update');
    await tx.delete(pbxs).where(eq(pbxs.id, pbx.id));
    return pbx.organisationId;
  });
}

/** Stores another link password; `undefined` makes one, which is returned this once. */
export async function setPassword(
  { db, audit, secrets }: ChangeDependencies,
  tenant: Tenant,
  input: { pbxId: string; password?: string | undefined },
) {
  const made = input.password === undefined ? makePassword() : undefined;
  const organisationId = await db.inScope(tenant, async (tx) => {
    const { pbx } = await requirePbx(tx, tenant, input.pbxId);
    const password = input.password ?? made;
    if (password === undefined) throw invalidField('password', 'password-required');
    // One that does not open any more is no reason to refuse the new one.
    const before = await openLinkPassword(tx, secrets, pbx.id).catch(() => undefined);
    await storeLinkPassword(tx, secrets, pbx, password);
    await tx
      .update(pbxs)
      .set({ linkVersion: sql`${pbxs.linkVersion} + 1`, version: sql`${pbxs.version} + 1`, updatedAt: new Date() })
      .where(eq(pbxs.id, pbx.id));
    await audit.append(
      tx,
      { ...tenant, organisationId: pbx.organisationId },
      {
        action: 'pbx.set-password',
        target: { kind: 'pbx', id: pbx.id, name: pbx.name },
        pbxId: pbx.id,
        before: { password: before === undefined ? null : audit.secretMark(pbx.organisationId, before) },
        after: { password: audit.secretMark(pbx.organisationId, password) },
      },
    );
    return pbx.organisationId;
  });
  return { password: made, organisationId };
}

function audited(pbx: typeof pbxs.$inferSelect) {
  const { name, direction, enabled, appObjectName, domain, instance, address, pinnedFingerprint } = pbx;
  return { name, direction, enabled, appObjectName, domain, instance, address, pinnedFingerprint };
}

function nameTaken(error: unknown): unknown {
  if (violates(error, 'pbxs_name')) {
    return new AppError('already-exists', { fields: [{ path: 'name', rule: 'name-taken' }], cause: error });
  }
  return error;
}

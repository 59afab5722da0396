import {
  AppError,
  invalidField,
  type LogoType,
  type OwnBranding,
  readLogo,
  type UpdateBrandingInput,
} from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import type { Database, Tx } from '../../db/database';
import { violates } from '../../db/errors';
import { branding, organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import { ownBranding } from './branding.queries';

export interface BrandingDependencies {
  db: Database;
  audit: AuditLog;
  /** Host name of the portal itself, lower case: only the provider gives it a look. */
  portalHost: string;
}

/** Sets the organisation's own branding, or changes it; what is left out of `logo` stays. */
export async function updateBranding(
  { db, audit, portalHost }: BrandingDependencies,
  tenant: Tenant,
  input: UpdateBrandingInput,
): Promise<void> {
  const logo = logoColumns(input.logo);
  await db.inScope(tenant, async (tx) => {
    const organisation = await organisationOf(tx, tenant);
    if (input.hostName === portalHost && organisation.kind !== 'provider') {
      throw invalidField('hostName', 'host-name-portal');
    }
    const before = await ownBranding(tx, tenant.organisationId);
    const values = {
      productName: input.productName,
      hostName: input.hostName,
      accentLight: input.accentLight,
      accentDark: input.accentDark,
      mailFromName: input.mailFromName,
      mailReplyTo: input.mailReplyTo,
      ...logo,
    };
    const rows = await write(tx, tenant.organisationId, input.version, values).catch((error: unknown) => {
      throw hostNameTaken(error);
    });
    if (rows.length === 0)
      throw new AppError('plan-outdated', { message: 'the branding was changed by somebody else' });
    const after = await ownBranding(tx, tenant.organisationId);
    await audit.append(tx, tenant, {
      action: 'branding.update',
      target: { kind: 'branding', id: tenant.organisationId, name: organisation.name },
      before: before && audited(before),
      after: after && audited(after),
    });
  });
}

/** Without a version it is the first one; a row that is there already, or has another version, is left alone. */
async function write(
  tx: Tx,
  organisationId: string,
  version: number,
  values: Omit<typeof branding.$inferInsert, 'organisationId'>,
): Promise<{ version: number }[]> {
  if (version === 0) {
    return await tx
      .insert(branding)
      .values({ organisationId, ...values })
      .onConflictDoNothing({ target: branding.organisationId })
      .returning({ version: branding.version });
  }
  return await tx
    .update(branding)
    .set({ ...values, version: sql`${branding.version} + 1`, updatedAt: new Date() })
    .where(and(eq(branding.organisationId, organisationId), eq(branding.version, version)))
    .returning({ version: branding.version });
}

/** Takes the organisation's own branding away. */
export async function removeBranding(
  { db, audit }: BrandingDependencies,
  tenant: Tenant,
  version: number,
): Promise<void> {
  await db.inScope(tenant, async (tx) => {
    const organisation = await organisationOf(tx, tenant);
    const before = await ownBranding(tx, tenant.organisationId);
    const gone = await tx
      .delete(branding)
      .where(and(eq(branding.organisationId, tenant.organisationId), eq(branding.version, version)))
      .returning({ id: branding.organisationId });
    if (gone.length === 0 || before === undefined) {
      throw new AppError('plan-outdated', { message: 'the branding was changed by somebody else' });
    }
    await audit.append(tx, tenant, {
      action: 'branding.remove',
      target: { kind: 'branding', id: tenant.organisationId, name: organisation.name },
      before: audited(before),
    });
  });
}

async function organisationOf(tx: Tx, tenant: Tenant) {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, tenant.organisationId));
  if (row === undefined) throw new AppError('not-found');
  return row;
}

/** The file is judged by its bytes; nothing else decides what it is served as. */
function logoColumns(given: string | null | undefined): { logo?: Buffer | null; logoType?: LogoType | null } {
  if (given === undefined) return {};
  if (given === null) return { logo: null, logoType: null };
  const logo = Buffer.from(given, 'base64');
  const read = readLogo(logo);
  if (typeof read === 'string') throw invalidField('logo', read);
  return { logo, logoType: read.type };
}

function hostNameTaken(error: unknown): unknown {
  if (!violates(error, 'branding_host_name_unique')) return error;
  return new AppError('already-exists', { fields: [{ path: 'hostName', rule: 'host-name-taken' }], cause: error });
}

/** The logo by its hash: enough to see that it changed. */
function audited({ version: _version, ...fields }: OwnBranding) {
  return fields;
}

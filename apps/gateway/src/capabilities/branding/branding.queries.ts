import type { BrandingView, LogoType, OwnBranding } from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import { brandingView } from '../../db/branding';
import type { Tx } from '../../db/database';
import { branding, organisations } from '../../db/schema/index';

const own = {
  ...brandingView,
  hostName: branding.hostName,
  mailFromName: branding.mailFromName,
  mailReplyTo: branding.mailReplyTo,
  version: branding.version,
};

/** Undefined where the organisation has none of its own, or lies outside the scope. */
export async function ownBranding(tx: Tx, organisationId: string): Promise<OwnBranding | undefined> {
  const [row] = await tx.select(own).from(branding).where(eq(branding.organisationId, organisationId));
  return row;
}

/** The branding under a host name, unless its organisation is archived. `tx` has the scope of the whole system. */
export async function brandingOfHost(tx: Tx, host: string): Promise<BrandingView | undefined> {
  const [row] = await tx
    .select(brandingView)
    .from(branding)
    .innerJoin(organisations, eq(organisations.id, branding.organisationId))
    .where(
      and(
        eq(branding.hostName, host),
        sql`not (string_to_array(trim(both '/' from ${organisations.path}), '/')::uuid[]
          && array(select above.id from ${organisations} above where above.archived_at is not null))`,
      ),
    );
  return row;
}

/** A logo by its hash. `tx` has the scope of the whole system. */
export async function logoOfHash(tx: Tx, hash: string): Promise<{ type: LogoType; bytes: Uint8Array } | undefined> {
  const [row] = await tx
    .select({ type: branding.logoType, bytes: branding.logo })
    .from(branding)
    .where(eq(branding.logoHash, Buffer.from(hash, 'hex')))
    .limit(1);
  return row?.type && row.bytes ? { type: row.type, bytes: row.bytes } : undefined;
}

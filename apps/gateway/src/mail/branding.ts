import { desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { beyondScope, type Tx } from '../db/database';
import { branding, organisations } from '../db/schema/index';

/** How mail of an organisation looks and whom it is from. */
export interface MailBranding {
  productName: string;
  mailFromName: string | null;
  mailReplyTo: string | null;
  /** `#rrggbb` */
  accent: string;
}

export const ownBranding: MailBranding = {
  productName: 'Switchroom',
  mailFromName: null,
  mailReplyTo: null,
  accent: '#4350c7',
};

const target = alias(organisations, 'target');

/** The branding of the organisation or the nearest one above that has any; ours where nobody has. */
export async function mailBrandingOf(tx: Tx, organisationId: string): Promise<MailBranding> {
  // It belongs to the reseller above: outside of what the caller may see, but meant to be seen on the mail.
  const rows = await beyondScope(tx, () =>
    tx
      .select({
        productName: branding.productName,
        mailFromName: branding.mailFromName,
        mailReplyTo: branding.mailReplyTo,
        accent: branding.accentLight,
      })
      .from(target)
      .innerJoin(
        organisations,
        sql`${organisations.id} = any(string_to_array(trim(both '/' from ${target.path}), '/')::uuid[])`,
      )
      .innerJoin(branding, eq(branding.organisationId, organisations.id))
      .where(eq(target.id, organisationId))
      .orderBy(desc(sql`length(${organisations.path})`))
      .limit(1),
  );
  const nearest = rows[0];
  return nearest === undefined ? ownBranding : { ...nearest, accent: nearest.accent ?? ownBranding.accent };
}

import { z } from 'zod';

/** Every tenant procedure names the organisation it acts in; the gateway checks it before anything else. */
export const tenantInput = z.object({ organisationId: z.uuid() });

export const pbxInput = tenantInput.extend({ pbxId: z.uuid() });

/** Keyset paging: `cursor` is opaque, from the previous answer. */
export const pageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
};

export interface Page<Row> {
  rows: Row[];
  nextCursor: string | undefined;
  /** Exact up to 10,000, an estimate above ("about N"). */
  total: number;
}

import { z } from 'zod';

/** Every tenant procedure names the organisation it acts in; the gateway checks it before anything else. */
export const tenantInput = z.object({ organisationId: z.uuid() });

export const pbxInput = tenantInput.extend({ pbxId: z.uuid() });

/** A host name or an IP address alone. */
export const hostSchema = z
  .string()
  .trim()
  .min(1, 'host-required')
  .max(253, 'too-long')
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|[0-9a-fA-F:.]+)$/,
    'host-invalid',
  );
export const portSchema = z.number().int('port-range').min(1, 'port-range').max(65_535, 'port-range');

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

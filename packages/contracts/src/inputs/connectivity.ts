import { z } from 'zod';
import { hostSchema, portSchema, tenantInput } from './common';

/** Where consoles connect: plain text, and TLS (administration guide of the attendant server). */
export const consolePorts = { plain: 51_234, tls: 51_235 } as const;

export const checkTlsInput = tenantInput.extend({
  host: hostSchema,
  port: portSchema.default(consolePorts.tls),
});
export type CheckTlsInput = z.infer<typeof checkTlsInput>;

/** An address that is asked without any credentials; those in the address itself are refused. */
const webAddress = z
  .string()
  .trim()
  .min(1, 'web-address')
  .max(500, 'too-long')
  .regex(/^https?:\/\/[^\s/?#@\\]+([/?#]\S*)?$/i, 'web-address')
  .refine((text) => z.url().safeParse(text).success, 'web-address');

export const probeExchangeInput = tenantInput.extend({ ewsUrl: webAddress });
export type ProbeExchangeInput = z.infer<typeof probeExchangeInput>;

const guid = z
  .string()
  .trim()
  .regex(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i, 'guid-invalid');

export const probeOffice365Input = tenantInput.extend({
  tenantId: guid,
  clientId: guid,
  /** For this one question: it is kept nowhere. */
  clientSecret: z.string().trim().min(1, 'client-secret-required').max(500, 'too-long'),
  /** Left out: Microsoft's, for the tenant. */
  tokenUrl: webAddress.optional(),
});
export type ProbeOffice365Input = z.infer<typeof probeOffice365Input>;

/** What an application asks for to read calendars of Office 365 by itself: everything that its administrator agreed to. */
export const calendarScope = 'https://outlook.office365.com/.default';

/** Where Microsoft hands out tokens for a tenant (Microsoft identity platform, OAuth 2.0 client credentials flow). */
export function microsoftTokenUrl(tenantId: string): string {
  return `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
}

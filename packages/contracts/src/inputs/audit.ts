import { z } from 'zod';
import { hostSchema, pageInput, portSchema, tenantInput } from './common';

/** What an audit entry can be about. */
export const auditTargetKinds = [
  'pbx',
  'app-object',
  'plan',
  'organisation',
  'account',
  'session',
  'member',
  'invitation',
  'role',
  'policy',
  'branding',
  'identity-provider',
  'token',
  'audit-log',
  'mail',
  'key',
  'server', // somebody else's, that was looked at
] as const;
export type AuditTargetKind = (typeof auditTargetKinds)[number];

export const auditResults = ['allowed', 'denied', 'failed'] as const;
export type AuditResult = (typeof auditResults)[number];

const words = z.string().trim().max(100);

/** What narrows the audit log; everything together, all of it optional. */
export const auditFilter = {
  /** Words in person, action, target or reason; a request id finds all entries of that request. */
  q: words.default(''),
  /** From and until, both inclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** The id of a person, or words in their name. */
  actor: words.optional(),
  onBehalfOf: words.optional(),
  /** A whole action (`pbx.update`), or the noun of several (`pbx`). */
  action: z.string().max(60).optional(),
  targetKind: z.enum(auditTargetKinds).optional(),
  targetId: z.string().min(1).max(100).optional(),
  result: z.enum(auditResults).optional(),
  /** An organisation and everything below it. */
  within: z.uuid().optional(),
  pbxId: z.uuid().optional(),
};

export const listAuditInput = tenantInput.extend({ ...pageInput, ...auditFilter });
export type ListAuditInput = z.infer<typeof listAuditInput>;

export const auditEntryInput = tenantInput.extend({ entryId: z.uuid() });

/** Everything that was recorded about one thing. */
export const auditTimelineInput = tenantInput.extend({
  ...pageInput,
  targetKind: z.enum(auditTargetKinds),
  targetId: z.string().min(1).max(100),
  /** The PBX of an App object: ids of objects are unique within a PBX only. */
  pbxId: z.uuid().optional(),
});
export type AuditTimelineInput = z.infer<typeof auditTimelineInput>;

export const auditExportFormats = ['csv', 'jsonl'] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];
export const exportAuditInput = tenantInput.extend({ ...auditFilter, format: z.enum(auditExportFormats) });
export type ExportAuditInput = z.infer<typeof exportAuditInput>;

export const listCheckpointsInput = tenantInput.extend({ ...pageInput });
export const checkpointInput = tenantInput.extend({ checkpointId: z.uuid() });

const certificate = z
  .string()
  .trim()
  .max(64_000, 'too-long')
  .regex(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/, 'certificate-pem');

/** Where entries are sent as they come: syslog (RFC 5424) over TLS, or over TCP as it is. */
export const forwarderSchema = z.object({
  host: hostSchema,
  port: portSchema,
  tls: z.boolean(),
  /** PEM of the authority of the receiver's certificate; null: those that the system trusts. */
  caCertificate: certificate.nullable(),
  enabled: z.boolean().default(true),
});
export type ForwarderForm = z.infer<typeof forwarderSchema>;

export const createForwarderInput = tenantInput.extend({
  forwarder: forwarderSchema,
  /** Everything that is kept, or only what comes from now on. */
  fromStart: z.boolean().default(false),
});
export const forwarderInput = tenantInput.extend({ forwarderId: z.uuid() });
export const updateForwarderInput = forwarderInput.extend({ version: z.number().int(), forwarder: forwarderSchema });
export const removeForwarderInput = forwarderInput.extend({ version: z.number().int() });

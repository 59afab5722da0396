import type { ListAuditInput } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const auditResults = ['allowed', 'denied', 'failed'] as const;

/** Everything that defines the view of the audit log, as it stands in the address; `entry` is the open entry. */
export const auditListParsers = {
  q: parseAsString.withDefault(''),
  result: parseAsStringLiteral(auditResults),
  entry: parseAsString,
  after: parseAsString,
  page: parseAsInteger.withDefault(1),
};
export type AuditListSearch = inferParserType<typeof auditListParsers>;

export const loadAuditListSearch = createLoader(auditListParsers);

/** The request that belongs to a view; the same on the server and in the browser. */
export function auditListInput(organisationId: string, search: AuditListSearch): ListAuditInput {
  return {
    organisationId,
    q: search.q.trim().slice(0, 100),
    ...(search.result === null ? {} : { result: search.result }),
    ...(search.after === null ? {} : { cursor: search.after }),
    limit: 50,
  };
}

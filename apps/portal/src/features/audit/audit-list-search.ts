import { auditResults, auditTargetKinds, type ListAuditInput } from '@switchroom/contracts';
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { placeInput, placeParsers } from '../../shell/list-search';
import { dayInZone } from './day-in-zone';

/** What narrows the audit log, as it stands in the address; days are those of the person's time zone. */
export const auditFilterParsers = {
  q: parseAsString.withDefault(''),
  from: parseAsString,
  to: parseAsString,
  actor: parseAsString,
  behalf: parseAsString,
  action: parseAsString,
  kind: parseAsStringLiteral(auditTargetKinds),
  target: parseAsString,
  result: parseAsStringLiteral(auditResults),
  within: parseAsString,
  pbx: parseAsString,
};

/** Everything that defines the view: the filter, the open entry, the open panel, the place in the list. */
export const auditListParsers = {
  ...auditFilterParsers,
  entry: parseAsString,
  panel: parseAsStringLiteral(['verify'] as const),
  ...placeParsers,
};
export type AuditListSearch = inferParserType<typeof auditListParsers>;
export type AuditFilterSearch = inferParserType<typeof auditFilterParsers>;

export const loadAuditListSearch = createLoader(auditListParsers);

/** Nothing is filtered. */
export const noFilter: { [key in keyof AuditFilterSearch]: null } = {
  q: null,
  from: null,
  to: null,
  actor: null,
  behalf: null,
  action: null,
  kind: null,
  target: null,
  result: null,
  within: null,
  pbx: null,
};

export function isFiltered(search: AuditFilterSearch): boolean {
  return Object.keys(noFilter).some((key) => {
    const value = search[key as keyof AuditFilterSearch];
    return value !== null && value !== '';
  });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The filter as the gateway takes it; what an address holds that is none is left out. */
function auditFilterInput(
  search: AuditFilterSearch,
  timeZone: string,
): Omit<ListAuditInput, 'organisationId' | 'limit' | 'cursor'> {
  const from = search.from === null ? undefined : dayInZone(search.from, timeZone);
  const to = search.to === null ? undefined : dayInZone(search.to, timeZone);
  const text = (value: string | null): string | undefined => value?.trim().slice(0, 100) || undefined;
  const given = {
    from: from?.start,
    to: to?.end,
    actor: text(search.actor),
    onBehalfOf: text(search.behalf),
    action: search.action !== null && /^[a-z-]+(\.[a-z-]+)*$/.test(search.action) ? search.action : undefined,
    targetKind: search.kind ?? undefined,
    targetId: text(search.target),
    result: search.result ?? undefined,
    within: search.within !== null && uuid.test(search.within) ? search.within : undefined,
    pbxId: search.pbx !== null && uuid.test(search.pbx) ? search.pbx : undefined,
  };
  return {
    q: search.q.trim().slice(0, 100),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<typeof given>),
  };
}

/** The request that belongs to a view; the same on the server and in the browser. */
export function auditListInput(organisationId: string, search: AuditListSearch, timeZone: string): ListAuditInput {
  return {
    organisationId,
    ...auditFilterInput(search, timeZone),
    ...placeInput(search),
  };
}

/** Where the file of a filter is downloaded. */
export function auditExportPath(
  organisationId: string,
  search: AuditFilterSearch,
  timeZone: string,
  format: 'csv' | 'jsonl',
): string {
  const query = new URLSearchParams({ organisationId, format });
  for (const [key, value] of Object.entries(auditFilterInput(search, timeZone))) {
    if (typeof value === 'string' && value !== '') query.set(key, value);
  }
  return `/api/export/audit?${query.toString()}`;
}

/** Address of everything that was recorded about one thing. */
export function timelinePath(organisationId: string, kind: string, targetId: string): string {
  return `/o/${organisationId}/audit?${new URLSearchParams({ kind, target: targetId }).toString()}`;
}

import type { ListPbxsInput } from '@switchroom/contracts';

const base = { q: '', sort: 'name', dir: 'asc', limit: 50 } as const;

/** The requests of the overview; server and browser make the same ones. */
export function overviewQueries(organisationId: string) {
  const attention: ListPbxsInput[] = [
    { ...base, organisationId, link: ['refused'], sync: [] },
    { ...base, organisationId, link: [], sync: ['conflict'] },
    { ...base, organisationId, link: [], sync: ['drifted'] },
    { ...base, organisationId, link: ['offline'], sync: [] },
  ];
  return { attention, changes: { organisationId, limit: 8 } };
}

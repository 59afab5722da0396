import { describe, expect, it } from 'vitest';
import { auditExportPath, auditListInput, type AuditListSearch, isFiltered, timelinePath } from './audit-list-search';

const organisationId = '11111111-1111-4111-8111-111111111111';
const none: AuditListSearch = {
  q: '',
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
  entry: null,
  panel: null,
  after: null,
  page: 1,
};

describe('the filter in the address', () => {
  it('is nothing by itself; an open entry is no filter', () => {
    expect(isFiltered(none)).toBe(false);
    const opened = { ...none, entry: 'x', page: 3 };
    expect(isFiltered(opened)).toBe(false);
    expect(isFiltered({ ...none, actor: 'x' })).toBe(true);
    expect(auditListInput(organisationId, none, 'UTC')).toEqual({ organisationId, q: '', limit: 50 });
  });

  it('asks for whole days of the person', () => {
    expect(
      auditListInput(organisationId, { ...none, from: '2026-11-20', to: '2026-11-21', behalf: ' Bea ' }, 'Europe/Rome'),
    ).toEqual({
      organisationId,
      q: '',
      from: '2026-11-19T23:00:00.000Z',
      to: '2026-11-21T22:59:59.999Z',
      onBehalfOf: 'Bea',
      limit: 50,
    });
  });

  it('leaves out what is none, so that a mistyped address is no error', () => {
    const wrong = { ...none, from: 'yesterday', action: "x'", within: 'me', pbx: '1', after: 'c' };
    expect(auditListInput(organisationId, wrong, 'UTC')).toEqual({ organisationId, q: '', cursor: 'c', limit: 50 });
  });

  it('goes into the export as it is', () => {
    expect(auditExportPath(organisationId, { ...none, q: 'a&b', kind: 'pbx', target: 'p' }, 'UTC', 'csv')).toBe(
      `/api/export/audit?organisationId=${organisationId}&format=csv&q=a%26b&targetKind=pbx&targetId=p`,
    );
  });

  it('can be that of one thing', () => {
    expect(timelinePath(organisationId, 'app-object', 'a/b')).toBe(
      `/o/${organisationId}/audit?kind=app-object&target=a%2Fb`,
    );
  });
});

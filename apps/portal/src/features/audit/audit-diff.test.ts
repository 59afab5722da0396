import { describe, expect, it } from 'vitest';
import { auditDiff } from './audit-diff';

const words = { yes: 'yes', no: 'no', secret: (short: string) => `secret ${short}` };

describe('before and after of an entry', () => {
  it('shows what changed, and leaves out what stayed', () => {
    expect(auditDiff({ name: 'a', on: true, same: 1 }, { name: 'b', on: false, same: 1 }, words)).toEqual([
      { id: 'name', field: 'name', kind: 'value', before: 'a', after: 'b' },
      { id: 'on', field: 'on', kind: 'value', before: 'yes', after: 'no' },
    ]);
  });

  it('shows everything where there is only one side', () => {
    expect(auditDiff(null, { name: 'a', gone: null }, words)).toMatchObject([
      { id: 'name', before: undefined, after: 'a' },
      { id: 'gone', before: undefined, after: undefined },
    ]);
    expect(auditDiff({ name: 'a' }, null, words)).toMatchObject([{ id: 'name', before: 'a', after: undefined }]);
  });

  it('shows lists as what came and went', () => {
    expect(auditDiff({ apps: ['a', 'b'] }, { apps: ['b', 'c'] }, words)).toEqual([
      { id: 'apps', field: 'apps', kind: 'set', added: ['c'], removed: ['a'] },
    ]);
  });

  it('shows secrets as changed, or by their mark, also when it is the same one again', () => {
    const mark = `hmac-sha256:${'ab'.repeat(16)}`;
    expect(auditDiff({ password: 'changed' }, { password: 'changed', token: 'changed' }, words)).toMatchObject([
      { id: 'token', kind: 'secret' },
    ]);
    expect(auditDiff({ password: mark }, { password: mark }, words)).toMatchObject([
      { id: 'password', before: 'secret abababab', after: 'secret abababab' },
    ]);
  });
});

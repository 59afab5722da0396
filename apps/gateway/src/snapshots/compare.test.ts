import { describe, expect, it } from 'vitest';
import { compareObject, type ComparisonInput, type StoredOutside } from './compare';

const at = new Date('2026-01-02T03:04:05Z');
const input = (given: Partial<ComparisonInput>): ComparisonInput => ({
  stored: { model: { fields: { name: 'notes', url: 'a', apps: ['x'] } }, outside: null },
  fields: { name: 'notes', url: 'a', apps: ['x'] },
  applied: undefined,
  explains: () => false,
  created: 'outside',
  at,
  ...given,
});
const outside = (given: Partial<StoredOutside>): StoredOutside => ({
  at: '2026-01-01T00:00:00.000Z',
  drift: false,
  deleted: false,
  fields: [],
  ...given,
});

describe('compareObject', () => {
  it('finds nothing where nothing changed', () => {
    expect(compareObject(input({}))).toEqual({ outside: null, news: [], kind: 'same' });
  });

  it('names what changed, with what it was before', () => {
    const result = compareObject(input({ fields: { name: 'notes', url: 'b', apps: ['x', 'y'] } }));
    expect(result).toEqual({
      kind: 'changed',
      news: ['url', 'apps'],
      outside: {
        at: at.toISOString(),
        drift: false,
        deleted: false,
        fields: [
          { field: 'url', ours: 'a', live: 'b' },
          { field: 'apps', ours: 'x', live: 'x, y' },
        ],
      },
    });
  });

  it('is drift where what we applied was changed, and only there', () => {
    const fields = { name: 'notes', url: 'b', apps: ['x'] };
    expect(compareObject(input({ fields, applied: { url: 'a' } })).outside?.drift).toBe(true);
    expect(compareObject(input({ fields, applied: { name: 'notes' } })).outside?.drift).toBe(false);
  });

  it('leaves out what a write of our own explains', () => {
    const explains = (field: string, value: unknown) => field === 'url' && value === 'b';
    const ours = compareObject(input({ fields: { name: 'notes', url: 'b', apps: ['x'] }, explains }));
    expect(ours).toEqual({ outside: null, news: [], kind: 'changed' });
    const mixed = compareObject(input({ fields: { name: 'notes', url: 'b', apps: [] }, explains }));
    expect(mixed.news).toEqual(['apps']);
    const other = compareObject(input({ fields: { name: 'notes', url: 'c', apps: ['x'] }, explains }));
    expect(other.news).toEqual(['url']);
  });

  it('keeps the first value as ours through several changes, and forgets a field that is back', () => {
    const before = outside({ fields: [{ field: 'url', ours: 'a', live: 'b' }] });
    const stored = { model: { fields: { name: 'notes', url: 'b' } }, outside: before };
    expect(compareObject(input({ stored, fields: { name: 'notes', url: 'c' } })).outside?.fields).toEqual([
      { field: 'url', ours: 'a', live: 'c' },
    ]);
    expect(compareObject(input({ stored, fields: { name: 'notes', url: 'a' } })).outside).toBeNull();
  });

  it('keeps an unanswered change when the object is read again unchanged', () => {
    const before = outside({ fields: [{ field: 'url', ours: 'a', live: 'b' }] });
    const stored = { model: { fields: { name: 'notes', url: 'b' } }, outside: before };
    expect(compareObject(input({ stored, fields: { name: 'notes', url: 'b' } }))).toMatchObject({
      outside: { at: before.at, fields: before.fields },
      kind: 'same',
    });
  });

  it('tells an object that appeared from one that was there at the first reading or is ours', () => {
    const fields = { name: 'new' };
    expect(compareObject(input({ stored: undefined, fields })).kind).toBe('created');
    expect(compareObject(input({ stored: undefined, fields, created: 'first-read' })).outside).toBeNull();
    expect(compareObject(input({ stored: undefined, fields, created: 'by-us' })).outside).toBeNull();
  });

  it('does not report a field that an older version did not store', () => {
    const stored = { model: { fields: { name: 'notes' } }, outside: null };
    expect(compareObject(input({ stored, fields: { name: 'notes', url: 'b' } }))).toMatchObject({
      outside: null,
      news: [],
    });
  });
});

import type { ActivityEntry } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { activityLook, byDay, isAppObject } from './activity-look';

const entry = (more: Partial<ActivityEntry>): ActivityEntry => ({
  id: '1',
  at: new Date('2026-01-02T10:00:00Z'),
  kind: 'link.online',
  actor: undefined,
  params: {},
  planId: undefined,
  objectGuid: undefined,
  ...more,
});

test('what failed or was denied is red, whatever it was', () => {
  expect(activityLook(entry({ kind: 'app-object.update', actor: 'Ada', params: { result: 'failed' } })).tone).toBe(
    'danger',
  );
  expect(activityLook(entry({ kind: 'pbx.update', actor: 'Ada', params: { result: 'denied' } })).tone).toBe('danger');
  expect(activityLook(entry({})).tone).toBe('ok');
});

test('a kind that is new has a look too', () => {
  expect(activityLook(entry({ kind: 'something.new' })).tone).toBe('neutral');
  expect(activityLook(entry({ kind: 'something.new', actor: 'Ada' })).tone).toBe('info');
});

test('entries are grouped by day in their order', () => {
  const entries = [entry({ id: 'c' }), entry({ id: 'b' }), entry({ id: 'a', at: new Date('2026-01-01T10:00:00Z') })];
  const days = byDay(entries, (at) => at.toISOString().slice(0, 10));
  expect(days.map(({ day, entries: own }) => [day, own.map(({ id }) => id)])).toEqual([
    ['2026-01-02', ['c', 'b']],
    ['2026-01-01', ['a']],
  ]);
});

test('only App objects that are still there are opened', () => {
  expect(isAppObject({ kind: 'app-object.update', params: {} })).toBe(true);
  expect(isAppObject({ kind: 'app-object.delete', params: {} })).toBe(false);
  expect(isAppObject({ kind: 'outside.changed', params: { name: 'fax', longName: 'Fax' } })).toBe(true);
  expect(isAppObject({ kind: 'outside.changed', params: { name: '', longName: 'Config User' } })).toBe(false);
  expect(isAppObject({ kind: 'template.update', params: {} })).toBe(false);
});

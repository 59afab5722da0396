import { expect, test } from 'vitest';
import { bulkChanges, newItem } from './bulk-item';

const retention = 'attendant.retentionDays';

test('a new item has the factory value, and "use default" sends nothing of it', () => {
  const item = newItem(retention);
  expect(bulkChanges([item])).toEqual({ changes: [{ key: retention, value: 10 }], problems: {} });
  expect(bulkChanges([{ ...item, usesDefault: true, input: 'nonsense' }])).toEqual({
    changes: [{ key: retention, value: null }],
    problems: {},
  });
});

test('what is not right is named with its limits and not sent', () => {
  const { changes, problems } = bulkChanges([
    { ...newItem(retention), input: '3651' },
    newItem('attendant.forwardMasking'),
  ]);
  expect(changes).toEqual([{ key: 'attendant.forwardMasking', value: { digits: 3 } }]);
  expect(problems).toMatchObject({ [retention]: { rule: 'setting-range', params: { min: 1, max: 3650 } } });
});

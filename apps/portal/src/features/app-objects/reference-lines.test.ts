import { expect, test } from 'vitest';
import { referenceLines } from './reference-lines';

test('lists templates, apps and users with their kind; unknown users are left out', () => {
  const references = {
    templates: [{ name: 'Config User', users: 12 }],
    apps: [{ guid: '1', name: 'profile' }],
    directUsers: [
      { guid: '2', name: 'ada', longName: 'Ada L.' },
      { guid: '3', name: 'bob', longName: '' },
    ],
  };
  expect(referenceLines(references, (kind) => kind)).toEqual([
    'template Config User',
    'app profile',
    'user Ada L.',
    'user bob',
  ]);
  expect(referenceLines({ ...references, directUsers: undefined }, (kind) => kind)).toHaveLength(2);
});

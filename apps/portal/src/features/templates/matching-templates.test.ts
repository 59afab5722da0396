import { expect, test } from 'vitest';
import { matchingTemplates } from './matching-templates';

const rows = [
  { guid: '1', name: 'Config User', parents: [], apps: ['profile', 'fax'], users: 12 },
  { guid: '2', name: 'Config Sales', parents: ['Config User'], apps: [], users: undefined },
];

test('finds by name, parent and app, whatever the case', () => {
  expect(matchingTemplates(rows, ' sales').map(({ guid }) => guid)).toEqual(['2']);
  expect(matchingTemplates(rows, 'config USER').map(({ guid }) => guid)).toEqual(['1', '2']);
  expect(matchingTemplates(rows, 'Fax').map(({ guid }) => guid)).toEqual(['1']);
  expect(matchingTemplates(rows, '')).toHaveLength(2);
});

import { describe, expect, test } from 'vitest';
import { chooseLocale, chooseTimeZone } from '../i18n/locales';
import { matchesWords } from './matches-words';
import { isCurrent, navigationEntries, samePageIn } from './navigation';
import { withRecent } from './recent-organisations';

describe('chooseLocale', () => {
  test.each([
    ['de', 'it', 'de'],
    [undefined, 'de-AT,en;q=0.8', 'de'],
    [undefined, 'fr;q=0.9, it;q=0.5, en;q=0.2', 'it'],
    [undefined, 'en;q=0.2, de;q=0.9', 'de'],
    [undefined, 'de;q=0, fr', 'en'],
    [undefined, null, 'en'],
    ['xx', 'it', 'it'],
  ] as const)('%s and %s make %s', (cookie, header, locale) => expect(chooseLocale(cookie, header)).toBe(locale));
});

test('chooseTimeZone takes only what is a time zone', () => {
  expect(chooseTimeZone('Europe/Rome')).toBe('Europe/Rome');
  expect(chooseTimeZone('Middle/Earth')).toBe('UTC');
  expect(chooseTimeZone(undefined)).toBe('UTC');
  expect(chooseTimeZone('x'.repeat(500))).toBe('UTC');
});

test('matchesWords finds words in any order, without accents', () => {
  expect(matchesWords('fleet over', ['Overview of the fleet'])).toBe(true);
  expect(matchesWords('ubersicht', ['Übersicht'])).toBe(true);
  expect(matchesWords('', ['anything'])).toBe(true);
  expect(matchesWords('fleet audit', ['Overview of the fleet'])).toBe(false);
});

describe('navigation', () => {
  const [overview, pbxs] = navigationEntries;
  test('the overview is current on itself only, a section on all of its pages', () => {
    expect(overview && isCurrent(overview, '/o/1', '1')).toBe(true);
    expect(overview && isCurrent(overview, '/o/1/pbxs', '1')).toBe(false);
    expect(pbxs && isCurrent(pbxs, '/o/1/pbxs/7/apps', '1')).toBe(true);
    expect(pbxs && isCurrent(pbxs, '/o/1/pbxsomething', '1')).toBe(false);
  });
  test('another organisation opens at the same section, never at a thing of the old one', () => {
    expect(samePageIn('2', '/o/1')).toBe('/o/2');
    expect(samePageIn('2', '/o/1/pbxs/7/apps')).toBe('/o/2/pbxs');
    expect(samePageIn('2', '/o/1/audit')).toBe('/o/2/audit');
    expect(samePageIn('2', '/o/1/elsewhere')).toBe('/o/2');
  });
});

test('withRecent puts the visited first, once, and keeps eight', () => {
  const organisation = (id: number) => ({ id: String(id), name: `n${id}`, kind: 'customer' as const });
  const list = Array.from({ length: 8 }, (_, id) => organisation(id));
  expect(withRecent(list, organisation(3)).map(({ id }) => id)).toEqual(['3', '0', '1', '2', '4', '5', '6', '7']);
  expect(withRecent(list, organisation(9))).toHaveLength(8);
});

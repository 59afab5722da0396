import { settingEntry, type SettingView, settingsCatalogue } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { byGroup, isMeant, shownSettings } from './find-settings';

const view = (key: string): SettingView => ({
  key,
  own: undefined,
  revision: 0,
  effective: '',
  inherited: '',
  origin: { level: 'factory' },
  lockedBy: undefined,
  lockedHere: undefined,
  secretSet: undefined,
  pending: undefined,
});

test('a setting is found by words of its label, its help and its key, in the person’s language', () => {
  const retention = settingEntry('attendant.retentionDays');
  if (retention === undefined) throw new Error('no retention');
  expect(isMeant(retention, 'older delete', 'en')).toBe(true);
  expect(isMeant(retention, 'RETENTIONDAYS', 'en')).toBe(true);
  expect(isMeant(retention, 'löschlauf', 'de')).toBe(true);
  expect(isMeant(retention, 'panic', 'en')).toBe(false);
});

test('every setting of the catalogue has its place on the page, and one that the portal does not know has none', () => {
  const shown = shownSettings([...settingsCatalogue.map(({ key }) => view(key)), view('later.setting')]);
  expect(byGroup(shown).flatMap(({ settings }) => settings)).toHaveLength(settingsCatalogue.length);
});

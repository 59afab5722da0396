import type { SettingsView } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { calendarInput, calendarValuesOf } from './calendar-values';

const organisation = { id: 'o', name: 'O', kind: 'customer' as const };
const view = (values: Record<string, unknown>) =>
  ({
    place: { organisation },
    level: 'customer',
    warnings: [],
    settings: Object.entries(values).map(([name, effective]) => ({ key: `attendant.calendar.${name}`, effective })),
  }) as unknown as SettingsView;

test('the values that hold are what a probe begins with', () => {
  const set = {
    enabled: true,
    provider: 'exchange',
    ewsUrl: 'https://m/ews/exchange.asmx',
    tenantId: 't',
    clientId: 'c',
  };
  expect(calendarValuesOf(view(set))).toEqual(set);
});

test('what is not set is empty', () => {
  expect(calendarValuesOf(view({}))).toEqual({
    enabled: false,
    provider: 'office365',
    ewsUrl: '',
    tenantId: '',
    clientId: '',
  });
});

test('a PBX is asked for in the organisation of the page, an organisation in itself', () => {
  expect(calendarInput('page', { pbx: { id: 'p', name: 'P' } })).toEqual({
    organisationId: 'page',
    pbxId: 'p',
    group: 'calendar',
  });
  expect(calendarInput('page', { organisation })).toEqual({ organisationId: 'o', group: 'calendar' });
});

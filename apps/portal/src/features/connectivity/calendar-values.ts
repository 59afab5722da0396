import type { SettingPlace, SettingsView } from '@switchroom/contracts';

/** What is set for a calendar somewhere, as a probe of it begins with. */
export interface CalendarValues {
  enabled: boolean;
  provider: 'office365' | 'exchange';
  ewsUrl: string;
  tenantId: string;
  clientId: string;
}

/** The effective values of a place. */
export function calendarValuesOf(view: SettingsView): CalendarValues {
  const value = (name: string) => view.settings.find(({ key }) => key === `attendant.calendar.${name}`)?.effective;
  const text = (name: string) => {
    const found = value(name);
    return typeof found === 'string' ? found : '';
  };
  return {
    enabled: value('enabled') === true,
    provider: value('provider') === 'exchange' ? 'exchange' : 'office365',
    ewsUrl: text('ewsUrl'),
    tenantId: text('tenantId'),
    clientId: text('clientId'),
  };
}

/** What is asked for to read the values of a place. */
export function calendarInput(organisationId: string, place: SettingPlace) {
  return 'pbx' in place
    ? { organisationId, pbxId: place.pbx.id, group: 'calendar' }
    : { organisationId: place.organisation.id, group: 'calendar' };
}

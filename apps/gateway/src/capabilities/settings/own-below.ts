import { AppError, settingEntry } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';
import type { SettingsReader } from '../../settings/port';

/** How many places below the organisation have a value of their own, which a lock at it makes count no more. */
export async function ownBelow(reader: SettingsReader, tenant: Tenant, key: string): Promise<{ places: number }> {
  if (settingEntry(key) === undefined) throw new AppError('not-found', { message: 'there is no such setting' });
  const tree = await reader.below(tenant, [key]);
  const at = tree.place({ organisationId: tenant.organisationId });
  const places = at === undefined ? [] : tree.placesBelow(at.organisation.path);
  return { places: places.filter((place) => place.id !== at?.id && tree.own(place, key) !== undefined).length };
}

import {
  type CompareSettingsInput,
  type SettingComparisonSide,
  settingsCatalogue,
  type SettingsComparison,
  type SettingValue,
} from '@switchroom/contracts';
import { canonicalJson } from '../../audit/canonical';
import type { Tenant } from '../../db/tenant';
import type { SettingsReader } from '../../settings/port';
import type { Place, SettingsTree } from '../../settings/tree';
import { Naming, placeView } from '../../settings/views';

interface Side {
  tree: SettingsTree;
  place: Place;
  naming: Naming;
}

/** What holds at two places, in the order of the catalogue. Secrets are compared by whether there is one. */
export async function compareSettings(
  reader: SettingsReader,
  tenant: Tenant,
  input: CompareSettingsInput,
  roots: readonly { path: string }[],
): Promise<SettingsComparison> {
  const sideOf = async (target: CompareSettingsInput['left']): Promise<Side> => {
    const { tree, place } = await reader.at(tenant, target ?? { organisationId: tenant.organisationId });
    return { tree, place, naming: new Naming(place.organisation.path, roots) };
  };
  const left = await sideOf(input.left);
  const right = await sideOf(input.right);
  return {
    left: placeView(left.place),
    right: placeView(right.place),
    rows: settingsCatalogue.map((entry) => {
      const shown = ({ tree, place, naming }: Side): SettingComparisonSide => {
        const resolved = tree.resolve(entry, place);
        const origin = naming.origin(resolved);
        return entry.secret
          ? { value: '', origin, secretSet: resolved.value !== '' }
          : { value: resolved.value, origin };
      };
      const [one, other] = [shown(left), shown(right)];
      const equal = entry.secret ? one.secretSet === other.secretSet : sameValue(one.value, other.value);
      return { key: entry.key, left: one, right: other, equal };
    }),
  };
}

function sameValue(a: SettingValue, b: SettingValue): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

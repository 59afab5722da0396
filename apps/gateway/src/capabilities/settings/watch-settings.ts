import type { SettingsNews, SettingTargetInput } from '@switchroom/contracts';
import { busEvents } from '../../bus-events';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus, GatewayEventMap } from '../../events';
import type { SettingsReader } from '../../settings/port';
import type { Place } from '../../settings/tree';
import { targetOf } from './list-settings';

export async function* watchSettings(
  { reader, bus }: { reader: SettingsReader; bus: GatewayBus },
  tenant: Tenant,
  input: SettingTargetInput,
  signal: AbortSignal,
): AsyncGenerator<SettingsNews> {
  const { place } = await reader.at(tenant, targetOf(input), []);
  using events = busEvents(bus, 'settings.changed', (event) => concerns(event, place), signal);
  yield { keys: [] };
  for await (const batch of events) {
    yield { keys: [...new Set(batch.flatMap(({ what, keys }) => (what === 'changes' ? [] : keys)))] };
  }
}

/** True for what happens at the place, above it or below it. What is still to come above concerns those above alone. */
function concerns({ what, paths }: GatewayEventMap['settings.changed'], { organisation }: Place): boolean {
  return paths.some(
    (path) => path.startsWith(organisation.path) || (what !== 'changes' && organisation.path.startsWith(path)),
  );
}

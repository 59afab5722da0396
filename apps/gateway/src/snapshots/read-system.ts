import { GetAppLics, GetNodes, GetPbxLicenses, readLicence, type Licence } from '@switchroom/protocol';
import type { FleetReader } from '../fleet/port';
import type { pbxStatus } from '../db/schema/index';

type Reader = Pick<FleetReader, 'read'>;
type Status = typeof pbxStatus.$inferSelect;
export type Nodes = NonNullable<Status['nodes']>;
export type Licences = NonNullable<Status['licences']>;

const NODES_PER_PAGE = 200;
const MAX_PAGES = 100;

/** All numbering nodes. The paging names are inferred, so a PBX that ignores them and repeats itself ends the loop too. */
export async function readNodes(fleet: Reader, pbxId: string, signal: AbortSignal): Promise<Nodes> {
  const nodes = new Map<string, Nodes[number]>();
  let last: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const fields = last === undefined ? { limit: NODES_PER_PAGE } : { limit: NODES_PER_PAGE, last };
    const result = await fleet.read(pbxId, GetNodes, fields, { signal });
    const before = nodes.size;
    for (const { name = '', node = '', loc } of result.nodes) nodes.set(name, { name, parent: node, loc });
    last = result.nodes.at(-1)?.name;
    if (result.nodes.length < NODES_PER_PAGE || nodes.size === before || last === undefined) break;
  }
  return [...nodes.values()];
}

/** PBX and App licences. `lic` is missing in test mode (and without licences, which looks the same). */
export async function readLicences(fleet: Reader, pbxId: string, signal: AbortSignal): Promise<Licences> {
  const [pbx, apps] = await Promise.all([
    fleet.read(pbxId, GetPbxLicenses, {}, { signal }),
    fleet.read(pbxId, GetAppLics, {}, { signal }),
  ]);
  return {
    testMode: pbx.lic === undefined,
    rows: [
      ...(pbx.lic ?? []).map((entry) => licenceRow(readLicence(entry), 'pbx')),
      ...(apps.lic ?? []).map((entry) => licenceRow(readLicence(entry), 'app')),
    ],
  };
}

function licenceRow(licence: Licence, kind: 'pbx' | 'app'): Licences['rows'][number] {
  const { name, version = '', count = 0, used = 0, local = 0, slaves = 0 } = licence;
  return { name, version, count, used, local, slaves, kind };
}

import {
  appCatalogue,
  appFlags,
  type LinkView,
  type PbxDetail,
  type PbxRow,
  type SetupInstructions,
} from '@switchroom/contracts';
import type { organisations, pbxStatus, pbxs, plans } from '../../db/schema/index';

/** One joined row as the queries select it. */
export interface PbxRecord {
  pbx: typeof pbxs.$inferSelect;
  status: typeof pbxStatus.$inferSelect;
  organisation: Pick<typeof organisations.$inferSelect, 'id' | 'name'>;
  plan: Pick<typeof plans.$inferSelect, 'id' | 'state' | 'title' | 'createdAt' | 'confirmedAt' | 'endedAt'> | null;
}

/** APIs that Switchroom uses; the page says which are not granted and which flag grants them. */
const wantedApis = [
  { api: 'PbxAdminApi', flag: 'admin' },
  { api: 'PbxTableUsers', flag: 'tableusers' },
  { api: 'PbxApi', flag: 'pbx' },
  { api: 'RCC', flag: 'rcc' },
  { api: 'Services', flag: 'services' },
] as const;

function linkView(status: PbxRecord['status']): LinkView {
  return {
    kind: status.linkKind,
    since: status.linkSince,
    reason: status.linkReason ?? undefined,
    detail: status.linkDetail ?? undefined,
    retryAt: status.linkRetryAt ?? undefined,
    step: status.linkStep ?? undefined,
  };
}

/** The row of the fleet list. */
export function toRow({ pbx, status, organisation, plan }: PbxRecord): PbxRow {
  return {
    id: pbx.id,
    name: pbx.name,
    organisation: { id: organisation.id, name: organisation.name },
    direction: pbx.direction,
    link: linkView(status),
    sync: { state: status.syncState, asOf: status.syncAt ?? undefined, driftedObjects: status.driftedObjects },
    lastOperation: plan
      ? {
          planId: plan.id,
          state: plan.state,
          title: plan.title,
          at: plan.endedAt ?? plan.confirmedAt ?? plan.createdAt,
        }
      : undefined,
    version: status.pbxVersion ?? undefined,
    pbxName: status.pbxName ?? undefined,
    appObjects: status.appObjects ?? undefined,
    users: status.users ?? undefined,
  };
}

/** The PBX's page. `gatewayUrl` is the address PBXes dial. */
export function toDetail(record: PbxRecord, gatewayUrl: string): PbxDetail {
  const { pbx, status } = record;
  const granted = status.apis?.granted ?? [];
  return {
    ...toRow(record),
    rowVersion: pbx.version,
    enabled: pbx.enabled,
    appObjectName: pbx.appObjectName,
    appUrl: appUrlOf(pbx, gatewayUrl),
    domain: pbx.domain ?? undefined,
    address: pbx.address ?? undefined,
    tls: { mode: tlsMode(pbx, gatewayUrl), fingerprint: pbx.pinnedFingerprint ?? undefined },
    identity: {
      pbx: status.pbxName ?? undefined,
      domain: status.pbxDomain ?? undefined,
      dns: status.pbxDns ?? undefined,
      ip4: status.pbxIp4 ?? undefined,
      version: status.pbxVersion ?? undefined,
      build: status.pbxBuild ?? undefined,
      at: status.identityAt ?? undefined,
    },
    apis: status.apis
      ? {
          granted,
          missing: wantedApis.map(({ api }) => api).filter((api) => !granted.includes(api)),
          source: status.apis.source,
        }
      : undefined,
    liveUpdates: status.liveUpdates,
    nodes:
      status.nodes && status.nodesAt
        ? { rows: status.nodes.map((node) => ({ ...node, loc: node.loc })), asOf: status.nodesAt }
        : undefined,
    licences: status.licences && status.licencesAt ? { ...status.licences, asOf: status.licencesAt } : undefined,
  };
}

function tlsMode(pbx: PbxRecord['pbx'], gatewayUrl: string): PbxDetail['tls']['mode'] {
  const encrypted =
    pbx.direction === 'inbound' ? gatewayUrl.startsWith('https:') : pbx.address?.startsWith('wss:') === true;
  if (!encrypted) return 'none';
  return pbx.pinnedFingerprint === null ? 'system' : 'pinned';
}

/** The URL to enter at the App object of an inbound PBX (without extension; its last component is the app). */
function appUrlOf(pbx: PbxRecord['pbx'], gatewayUrl: string): string | undefined {
  if (pbx.direction !== 'inbound' || pbx.domain === null || pbx.instance === null) return undefined;
  return `${gatewayUrl}/app/${encodeURIComponent(pbx.domain)}/${encodeURIComponent(pbx.instance)}/${pbx.appName}`;
}

/** What to configure on the PBX; an outbound App object needs no websocket of its own, so that flag is left out. */
export function toInstructions(pbx: PbxRecord['pbx'], gatewayUrl: string): SetupInstructions {
  const flags = appCatalogue.find((app) => app.key === 'attendant')?.flags;
  const on = flags ? appFlags.filter((flag) => flags[flag]) : [];
  return {
    direction: pbx.direction,
    appObjectName: pbx.appObjectName,
    appUrl: appUrlOf(pbx, gatewayUrl),
    websocketUrl: pbx.address ?? undefined,
    flags: pbx.direction === 'inbound' ? on : on.filter((flag) => flag !== 'websocket'),
  };
}

import type { LinkKind, LinkReason, OperationState, PlanState, SyncState } from './states';

export type Direction = 'inbound' | 'outbound';

/** The link fact of a row: state, since when, and what is wrong if anything. */
export interface LinkView {
  kind: LinkKind;
  since: Date;
  reason: LinkReason | undefined;
  /** The peer's own words, for the detail line (never a secret). */
  detail: string | undefined;
  /** Outbound only: when the next try starts. */
  retryAt: Date | undefined;
  /** Finer step while `connecting`: connecting | authenticating | syncing. */
  step: string | undefined;
}

export interface SyncView {
  state: SyncState;
  /** When the PBX last said what it has; undefined = never read. */
  asOf: Date | undefined;
  driftedObjects: number;
}

export interface LastOperationView {
  planId: string;
  state: PlanState;
  title: PlanTitle;
  at: Date;
}

/** A title as catalogue key + parameters (`plans.titles.<key>`). */
export interface PlanTitle {
  key: 'create-app' | 'update-app' | 'delete-app' | 'revert-app';
  params: Record<string, string>;
}

/** One row of the fleet list: the three separate facts of design rule 3. */
export interface PbxRow {
  id: string;
  name: string;
  organisation: { id: string; name: string };
  direction: Direction;
  link: LinkView;
  sync: SyncView;
  lastOperation: LastOperationView | undefined;
  version: string | undefined;
  pbxName: string | undefined;
  appObjects: number | undefined;
  users: number | undefined;
}

export interface FleetCounts {
  total: number;
  link: Record<LinkKind, number>;
  sync: Record<SyncState, number>;
}

export interface NodeView {
  name: string;
  parent: string;
  loc: string | undefined;
}

export interface LicenceView {
  name: string;
  version: string;
  count: number;
  used: number;
  local: number;
  slaves: number;
  /** `pbx` from GetPbxLicenses, `app` from GetAppLics. */
  kind: 'pbx' | 'app';
}

export interface PbxDetail extends PbxRow {
  /** For `updatePbx`. */
  rowVersion: number;
  enabled: boolean;
  appObjectName: string;
  /** Inbound: what the App object's URL has to be. */
  appUrl: string | undefined;
  domain: string | undefined;
  /** Outbound: the websocket address. */
  address: string | undefined;
  tls: { mode: 'none' | 'system' | 'pinned'; fingerprint: string | undefined };
  identity: {
    pbx: string | undefined;
    domain: string | undefined;
    dns: string | undefined;
    ip4: string | undefined;
    version: string | undefined;
    build: string | undefined;
    at: Date | undefined;
  };
  /** APIs granted, and how we know: `announced` by PbxInfo, `read` from the App object's flags, unknown if undefined. */
  apis: { granted: string[]; missing: string[]; source: 'announced' | 'read' } | undefined;
  /** False: TableUsers is not granted, so objects are re-read every minute instead of followed live. */
  liveUpdates: boolean;
  nodes: { rows: NodeView[]; asOf: Date } | undefined;
  licences: { rows: LicenceView[]; testMode: boolean; asOf: Date } | undefined;
}

/** What to configure on the PBX; shown by the wizard and later on the PBX's page. Never contains a stored password. */
export interface SetupInstructions {
  direction: Direction;
  appObjectName: string;
  appUrl: string | undefined;
  websocketUrl: string | undefined;
  flags: string[];
}

export interface CreatedPbx {
  pbx: PbxRow;
  instructions: SetupInstructions;
  /** The password made by us, shown once; undefined when the person gave one. */
  password: string | undefined;
}

export interface CertificateProbe {
  address: string;
  tls: boolean;
  trusted: boolean;
  /** Node's code when not trusted, e.g. DEPTH_ZERO_SELF_SIGNED_CERT. */
  problem: string | undefined;
  chain: { subject: string; issuer: string; validFrom: Date; validTo: Date; fingerprint: string; names: string[] }[];
}

export interface ActivityEntry {
  id: string;
  at: Date;
  /** `link.*`, `outside.*` from the PBX; audit actions from people. Key of `activity.<kind>`. */
  kind: string;
  actor: string | undefined;
  params: Record<string, string>;
  planId: string | undefined;
  objectGuid: string | undefined;
}

export interface OperationBrief {
  id: string;
  state: OperationState;
}

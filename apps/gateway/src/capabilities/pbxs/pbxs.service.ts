import type {
  ActivityEntry,
  CertificateProbe,
  CreatedPbx,
  CreatePbxInput,
  FleetCounts,
  ListPbxsInput,
  Page,
  PbxDetail,
  PbxRow,
  SetupInstructions,
  UpdatePbxInput,
} from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

/** What an open fleet page is told: a row as it is now, or that a row is gone. Coalesced to at most a few a second. */
export type FleetUpdate =
  | { kind: 'rows'; rows: PbxRow[]; counts: FleetCounts }
  | { kind: 'removed'; pbxId: string; counts: FleetCounts };

export interface PbxsService {
  list(tenant: Tenant, input: ListPbxsInput): Promise<Page<PbxRow>>;
  counts(tenant: Tenant): Promise<FleetCounts>;
  get(tenant: Tenant, pbxId: string): Promise<PbxDetail>;
  create(tenant: Tenant, input: CreatePbxInput): Promise<CreatedPbx>;
  update(tenant: Tenant, input: UpdatePbxInput): Promise<PbxDetail>;
  /** Forgets the PBX here; nothing is written to it. Throws `invalid-input` when the typed name differs. */
  remove(tenant: Tenant, input: { pbxId: string; confirmName: string }): Promise<void>;
  /** Stores a given or newly made link password; a made one is returned once. The link tries again at once. */
  setPassword(
    tenant: Tenant,
    input: { pbxId: string; password?: string | undefined },
  ): Promise<{ password: string | undefined }>;
  reconnect(tenant: Tenant, pbxId: string): Promise<void>;
  /** Reads again: objects, nodes, licences. */
  refresh(tenant: Tenant, pbxId: string): Promise<void>;
  instructions(tenant: Tenant, pbxId: string): Promise<SetupInstructions>;
  /** Looks at the certificate of an address without sending anything. Throws `unreachable`. */
  probeCertificate(tenant: Tenant, address: string): Promise<CertificateProbe>;
  activity(
    tenant: Tenant,
    input: { pbxId: string; cursor?: string | undefined; limit: number },
  ): Promise<Page<ActivityEntry>>;
  /** Changes of all PBXes in the tenant's scope until `signal` aborts; starts with the current counts. */
  watch(tenant: Tenant, signal: AbortSignal): AsyncIterable<FleetUpdate>;
  /** The detail of one PBX, at once and after each change. */
  watchOne(tenant: Tenant, pbxId: string, signal: AbortSignal): AsyncIterable<PbxDetail>;
}

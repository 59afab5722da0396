import type {
  AuditEntryView,
  AuditPage,
  AuditRetentionView,
  AuditRow,
  AuditTimelineInput,
  ChainProgress,
  CheckpointRow,
  ExportAuditInput,
  ListAuditInput,
  Page,
} from '@switchroom/contracts';
import type { CheckpointFile } from '../../audit/checkpoint-file';
import type { Tenant } from '../../db/tenant';

export interface AuditTrailService {
  /** Newest first. */
  list(tenant: Tenant, input: ListAuditInput): Promise<AuditPage>;
  get(tenant: Tenant, entryId: string): Promise<AuditEntryView>;
  /** Everything about one thing, newest first. */
  timeline(tenant: Tenant, input: AuditTimelineInput): Promise<Page<AuditRow>>;
  /** Records the export, then gives the file in pieces: organisation by organisation, the oldest entry first. */
  export(tenant: Tenant, input: ExportAuditInput): AsyncGenerator<string, void>;
  /** Checks the chain of the organisation and of everything below it, one after the other. */
  verify(tenant: Tenant, signal: AbortSignal | undefined): AsyncGenerator<ChainProgress, void>;
  /** Newest first. */
  checkpoints(tenant: Tenant, input: { cursor?: string | undefined; limit: number }): Promise<Page<CheckpointRow>>;
  /** Signs where the organisation's chain stands now; the entry that says so is part of it. */
  makeCheckpoint(tenant: Tenant): Promise<CheckpointRow>;
  /** A checkpoint to be kept elsewhere. */
  checkpointFile(tenant: Tenant, checkpointId: string): Promise<CheckpointFile>;
  /** What holds here; an organisation above all `roots`, which the caller does not reach, is not named. */
  retention(tenant: Tenant, roots: readonly { path: string }[]): Promise<AuditRetentionView>;
}

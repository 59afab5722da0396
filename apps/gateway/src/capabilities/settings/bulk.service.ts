import type {
  BulkSettingsInput,
  CompareSettingsInput,
  SaveBulkSettingsInput,
  SettingsComparison,
  SettingsPreview,
} from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { SavedChange } from '../../settings/port';

/** Many places at once. */
export interface SettingsBulkService {
  /**
   * What one value (or "use default") at all these places would do. Places where it is locked, not at home or archived are
   * named in `skipped`.
   * @throws {AppError} `not-found` when one of them is out of reach; `invalid-input` at `changes.<key>` for a value that
   *   is allowed nowhere
   */
  preview(tenant: Tenant, input: BulkSettingsInput): Promise<SettingsPreview>;
  /** Does it as one change of kind `bulk`, all or nothing. Throws what `SettingsWriter.save` throws, too. */
  save(tenant: Tenant, caller: Caller, input: SaveBulkSettingsInput): Promise<SavedChange>;
  /**
   * What holds at two places, for every setting. Of those above `roots` it is told that they decide, not who they are.
   * @throws {AppError} `not-found` when one of them is out of reach
   */
  compare(tenant: Tenant, input: CompareSettingsInput, roots: readonly { path: string }[]): Promise<SettingsComparison>;
}

import type {
  ListSettingChangesInput,
  Page,
  RestoreSettingsInput,
  SettingChangeDetail,
  SettingChangeRow,
  SettingsPreview,
} from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { SavedChange } from '../../settings/port';

/** The organisations from which down the caller may name organisations. */
type Roots = readonly { path: string }[];

/** What was changed, and the way back. */
export interface SettingsHistoryService {
  /**
   * Changes at a place (with `below` at everything below it), newest first, and those that were made in its organisation. One
   * that somebody above the caller's reach made is there with its date, but neither with names nor with the reason; counted
   * is only what it changed at or below the tenant's organisation.
   * @throws {AppError} `not-found` for a PBX out of reach
   */
  list(tenant: Tenant, input: ListSettingChangesInput, roots: Roots): Promise<Page<SettingChangeRow>>;
  /**
   * One of them, with what was at each place before and after.
   * @throws {AppError} `not-found` when it concerns nothing at or below the tenant's organisation
   */
  get(tenant: Tenant, changeId: string, roots: Roots): Promise<SettingChangeDetail>;
  /**
   * What it would take to have again what the change left behind, and what somebody changed since. A secret that was
   * replaced since cannot come back; it is skipped, as is what is locked meanwhile.
   * @throws {AppError} `not-found`, `invalid-input` at `changeId` for a change that was never done
   */
  previewRestore(tenant: Tenant, changeId: string, roots: Roots): Promise<SettingsPreview>;
  /** Does it as a new change of kind `restore`. Throws what `SettingsWriter.save` throws, too. */
  restore(tenant: Tenant, caller: Caller, input: RestoreSettingsInput): Promise<SavedChange>;
}

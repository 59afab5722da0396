import type {
  DecideSettingChangeInput,
  ListSettingsInput,
  LockSettingInput,
  PreviewSettingsInput,
  SaveSettingsInput,
  SettingChangeInput,
  SettingDecision,
  SettingInput,
  SettingsNews,
  SettingsPreview,
  SettingsView,
  SettingTargetInput,
  SettingWhy,
  UnlockSettingInput,
} from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { SavedChange } from '../../settings/port';

/** Settings of one place: an organisation, or one of its PBXes. */
export interface SettingsService {
  /**
   * Every setting of the place, or those of a group. Of what lies above `roots` it is told that it decides, not who it is.
   * @throws {AppError} `not-found` for a PBX that is out of reach
   */
  list(tenant: Tenant, roots: readonly { path: string }[], input: ListSettingsInput): Promise<SettingsView>;
  /** The way from the top of the tree to the place. Throws `not-found` also for a key that there is not. */
  why(tenant: Tenant, roots: readonly { path: string }[], input: SettingInput): Promise<SettingWhy>;
  /** What a form's values would do. Throws what `SettingsWriter.preview` throws. */
  preview(tenant: Tenant, input: PreviewSettingsInput): Promise<SettingsPreview>;
  /** Does it, now or later. Throws what `SettingsWriter.save` throws. */
  save(tenant: Tenant, caller: Caller, input: SaveSettingsInput): Promise<SavedChange>;
  /** Fixes a setting of the organisation for everything below. Throws what `SettingsWriter.lock` throws. */
  lock(tenant: Tenant, caller: Caller, input: LockSettingInput): Promise<void>;
  /** How many places below the organisation have a value of their own, which a lock makes count no more. Throws `not-found`. */
  ownBelow(tenant: Tenant, input: UnlockSettingInput): Promise<{ places: number }>;
  /** Takes that away again, where it was said. Throws what `SettingsWriter.lock` throws, and `not-found` without a lock. */
  unlock(tenant: Tenant, caller: Caller, input: UnlockSettingInput): Promise<void>;
  /**
   * The second person agrees: it is done, or kept until its time; or what it was made from is no longer there, and nothing
   * is done. Throws `forbidden` to whoever made it (recorded), `not-found`, `plan-not-open` when it does not wait any more.
   */
  approve(tenant: Tenant, input: DecideSettingChangeInput): Promise<SettingDecision>;
  /** The second person does not agree. Throws `not-found`, `plan-not-open`. */
  reject(tenant: Tenant, input: DecideSettingChangeInput): Promise<void>;
  /**
   * Takes back what waits or is scheduled: its maker, or who may approve. Throws `forbidden` to others (recorded),
   * `not-found`, `plan-not-open`.
   */
  cancel(tenant: Tenant, input: SettingChangeInput): Promise<void>;
  /**
   * Says first that it listens, then each time that what a page about this place shows may be another now: settings
   * changed there, above or below. Ends when `signal` aborts.
   */
  watch(tenant: Tenant, input: SettingTargetInput, signal: AbortSignal): AsyncIterable<SettingsNews>;
}

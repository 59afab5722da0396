import type { SettingChangeKind, SettingsPreview, SettingValue } from '@switchroom/contracts';
import type { Caller } from '../auth/caller';
import type { Tenant } from '../db/tenant';
import type { Place, SettingTarget, SettingsTree } from './tree';

/** One own value that is to be set at a place, or (null) taken away there so that what holds above holds. */
export interface WantedValue {
  target: SettingTarget;
  key: string;
  /** As it came in: `settingSchema` of the key checks and tidies it. Null: "use default". A secret in the clear. */
  value: unknown;
  /** Of the own value that the form showed (0: none). Left out where no form was: then the digest alone guards it. */
  revision?: number | undefined;
}

/** A lock that an organisation is to have; null takes it away. */
export interface WantedLock {
  organisationId: string;
  key: string;
  reason: string | null;
}

/** What somebody wants to change, as one act. */
export interface ChangeRequest {
  kind: SettingChangeKind;
  wanted: readonly WantedValue[];
  /**
   * Written with the values, in the same transaction; they cannot wait for a time or a second person, so that a save which
   * would have to is refused at `locks.<key>`. Values are checked against the locks that are there and stay.
   */
  locks?: readonly WantedLock[] | undefined;
  /**
   * What becomes of the first value that may not be set (unknown key, not at this level, invalid, locked above, a rule
   * between settings): `throw` refuses all as `invalid-input` at `changes.<key>`; `skip` leaves the value (or, of a rule
   * between settings, the place's values that it involves) out and names it in `skipped`.
   */
  refusals: 'throw' | 'skip';
}

/** A request that was confirmed. */
export interface SaveRequest extends ChangeRequest {
  /** Of the preview that was confirmed. */
  digest: string;
  reason: string;
  /** Later than now; left out, it is done at once. */
  effectiveAt?: Date | undefined;
  /** The change whose state this one brings back. */
  restores?: string | undefined;
}

/** What became of a save: done, or kept until its time or a second person. */
export interface SavedChange {
  changeId: string;
  state: 'applied' | 'scheduled' | 'waiting';
}

/** Reads settings with their inheritance; nothing here says what may be named (see `views.ts` for that). */
export interface SettingsReader {
  /**
   * The place with everything above it, up to the top of the tree whatever the tenant's scope is: values and locks there
   * count. `keys` narrows what is read.
   * @throws {AppError} `not-found` for a place that is not at or below the tenant's organisation
   */
  at(tenant: Tenant, target: SettingTarget, keys?: readonly string[]): Promise<{ tree: SettingsTree; place: Place }>;
  /** The tenant's organisation with everything above and everything below it, in a constant number of queries. */
  below(tenant: Tenant, keys?: readonly string[]): Promise<SettingsTree>;
}

/** The only way settings are changed: previewed, then saved as one transaction. */
export interface SettingsWriter {
  /**
   * What a request would do, without doing it. Values that are as wanted already are left out.
   * @throws {AppError} `not-found` for a place outside the tenant's scope; `invalid-input`, `forbidden` never: what
   *   `refusals` throws is `invalid-input` at `changes.<key>`; `plan-outdated` for a stale revision; `plan-empty` never
   */
  preview(tenant: Tenant, request: ChangeRequest): Promise<SettingsPreview>;
  /**
   * Does it, all or nothing: values, history, one audit entry a place, then `settings.changed` on the bus. With a later
   * `effectiveAt`, or where a second person is needed, it is kept instead (`scheduled`, `waiting`).
   * @throws {AppError} `plan-outdated` when what would be hit is no longer what the preview showed (`params.key` names
   *   the value where there is one), `plan-empty` when nothing would change, `step-up-required` and `forbidden` for
   *   safety-critical settings (both recorded), and what `preview` throws
   */
  save(tenant: Tenant, caller: Caller, request: SaveRequest): Promise<SavedChange>;
  /**
   * Sets or takes away one lock, at once. Safety-critical settings ask for what `save` asks for, because what holds below
   * can change with the lock.
   * @throws {AppError} what `save` throws, at `locks.<key>`; `plan-empty` when it is so already
   */
  lock(tenant: Tenant, caller: Caller, wanted: WantedLock): Promise<void>;
}

/** What holds, for the services that make it true. */
export interface EffectiveSettings {
  /**
   * The values that hold at a PBX or an organisation, by key, kept until `settings.changed` says otherwise. Secrets are
   * the empty text. For the gateway's own services: whoever asks has been let in already.
   * @throws {AppError} `not-found`
   */
  effective<Key extends string>(target: SettingTarget, keys: readonly Key[]): Promise<Record<Key, SettingValue>>;
}

import type { ExportSettingsInput, ImportSettingsInput, SaveImportInput, SettingsPreview } from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';
import type { Tenant } from '../../db/tenant';
import type { SavedChange } from '../../settings/port';

/** A file of settings with a name for it. */
export interface ExportedSettings {
  name: string;
  /** YAML. */
  file: string;
}

/** Settings as files, out and in; a file that was exported changes nothing when it is imported again. */
export interface SettingsFilesService {
  /**
   * Own values and locks of the tenant's organisation, with `below` of everything below it too. Of secrets the file says
   * that there is one. Recorded as `settings.export`.
   * @throws {AppError} `invalid-input` at `below` for a file that would be too large to be imported again
   */
  export(tenant: Tenant, input: ExportSettingsInput): Promise<ExportedSettings>;
  /**
   * What a file would change. Places and keys that are not here, what is locked and what is archived are in `skipped`.
   * @throws {AppError} `invalid-input` at `file` with line and column for a file that is broken or has wrong values,
   *   without them for one that changes too many places at once
   */
  preview(tenant: Tenant, input: ImportSettingsInput): Promise<SettingsPreview>;
  /** Does it as one change of kind `import`. Throws what `SettingsWriter.save` throws, too. */
  import(tenant: Tenant, caller: Caller, input: SaveImportInput): Promise<SavedChange>;
}

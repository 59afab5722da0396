import {
  invalidField,
  settingEntry,
  settingLimits,
  settingSchema,
  type BulkSettingsInput,
  type SettingSkipped,
} from '@switchroom/contracts';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';
import type { ChangeRequest, SettingsReader, SettingsWriter, WantedValue } from '../../settings/port';
import type { SettingsBulkService } from './bulk.service';
import { compareSettings } from './compare';
import { withoutArchived } from './places';

export interface BulkDependencies {
  db: Database;
  reader: SettingsReader;
  writer: SettingsWriter;
}

export function createSettingsBulkService({ db, reader, writer }: BulkDependencies): SettingsBulkService {
  const requestOf = async (
    tenant: Tenant,
    input: BulkSettingsInput,
  ): Promise<{ request: ChangeRequest; skipped: SettingSkipped[] }> => {
    const all = wantedOf(input);
    const { wanted, skipped } = await db.inScope(tenant, (tx) => withoutArchived(tx, all));
    return { request: { kind: 'bulk', wanted, refusals: 'skip' }, skipped };
  };
  return {
    async preview(tenant, input) {
      const { request, skipped } = await requestOf(tenant, input);
      const preview = await writer.preview(tenant, request);
      return { ...preview, skipped: [...skipped, ...preview.skipped] };
    },
    async save(tenant, caller, input) {
      const { request } = await requestOf(tenant, input);
      const { digest, reason, effectiveAt } = input;
      return await writer.save(tenant, caller, { ...request, digest, reason, effectiveAt });
    },
    compare: (tenant, input, roots) => compareSettings(reader, tenant, input, roots),
  };
}

/** Every value at every place. A value that is allowed nowhere is refused once, rather than skipped at each place. */
function wantedOf({ targets, changes }: BulkSettingsInput): WantedValue[] {
  for (const { key, value } of changes) {
    const entry = settingEntry(key);
    if (entry === undefined) throw invalidField(`changes.${key}`, 'setting-unknown');
    const parsed = value === null ? undefined : settingSchema(entry).safeParse(value);
    if (parsed?.success === false) {
      throw invalidField(
        `changes.${key}`,
        parsed.error.issues[0]?.message ?? 'setting-type',
        settingLimits(entry.type),
      );
    }
  }
  return targets.flatMap((target) => changes.map(({ key, value }) => ({ target, key, value })));
}

import { AppError, invalidField, settingsFileMaxBytes, type SettingSkipped } from '@switchroom/contracts';
import type { AuditLog } from '../../audit/port';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';
import type { ChangeRequest, SettingsReader, SettingsWriter } from '../../settings/port';
import type { SettingsTree, TreeOrganisation } from '../../settings/tree';
import type { SettingsFilesService } from './files.service';
import { planImport } from './file/import-plan';
import { filePlaces } from './file/file-places';
import { readSettingsFile } from './file/read-file';
import { writeSettingsFile } from './file/write-file';
import { targetId, withoutArchived } from './places';

/** Every place that is changed is held until the end, and the database can hold only so many for all its transactions. */
const PLACES_AT_ONCE = 1000;

export interface FilesDependencies {
  db: Database;
  audit: AuditLog;
  reader: SettingsReader;
  writer: SettingsWriter;
}

export function createSettingsFilesService({ db, audit, reader, writer }: FilesDependencies): SettingsFilesService {
  const requestOf = async (
    tenant: Tenant,
    source: string,
  ): Promise<{ request: ChangeRequest; skipped: SettingSkipped[] }> => {
    const read = await readSettingsFile(source);
    const tree = await reader.below(tenant);
    const { wanted, locks, skipped } = planImport(read, tree, topOf(tree, tenant));
    const open = await db.inScope(tenant, (tx) => withoutArchived(tx, wanted, locks));
    const places = new Set([
      ...open.wanted.map(({ target }) => targetId(target)),
      ...open.locks.map(({ organisationId }) => organisationId),
    ]);
    if (places.size > PLACES_AT_ONCE) throw invalidField('file', 'settings-file-many', { max: PLACES_AT_ONCE });
    return {
      request: { kind: 'import', wanted: open.wanted, locks: open.locks, refusals: 'skip' },
      skipped: [...skipped, ...open.skipped],
    };
  };
  return {
    async export(tenant, { below }) {
      const tree = await reader.below(tenant);
      const top = topOf(tree, tenant);
      const places = filePlaces(tree, top).filter(({ id }) => below || id === top.id);
      const file = await writeSettingsFile({ of: top.name, complete: true, places });
      if (Buffer.byteLength(file) > settingsFileMaxBytes) throw invalidField('below', 'settings-export-large');
      await db.inScope(tenant, (tx) =>
        audit.append(tx, tenant, {
          action: 'settings.export',
          target: { kind: 'organisation', id: top.id, name: top.name },
          after: { below, places: places.length },
        }),
      );
      return { name: fileName(top.name), file };
    },

    async preview(tenant, { file }) {
      const { request, skipped } = await requestOf(tenant, file);
      const preview = await writer.preview(tenant, request);
      return { ...preview, skipped: [...skipped, ...preview.skipped] };
    },

    async import(tenant, caller, { file, digest, reason }) {
      const { request } = await requestOf(tenant, file);
      return await writer.save(tenant, caller, { ...request, digest, reason });
    },
  };
}

function topOf(tree: SettingsTree, { organisationId }: Tenant): TreeOrganisation {
  const top = tree.place({ organisationId });
  if (top === undefined) throw new AppError('not-found');
  return top.organisation;
}

/** Letters and digits of the organisation's name, in whatever script. */
function fileName(organisation: string): string {
  const name = organisation
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `settings${name === '' ? '' : `-${name}`}.yaml`;
}

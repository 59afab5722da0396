import { AppError } from '@switchroom/contracts';
import type { SettingsRoom } from '../../settings/settings-room';
import { approveChange, cancelChange, rejectChange } from './decide-change';
import { listSettings, targetOf, whyOf } from './list-settings';
import { ownBelow } from './own-below';
import type { SettingsService } from './settings.service';
import { watchSettings } from './watch-settings';

/** Settings of one place, and what is decided about changes of them. */
export function createSettingsService({ reader, writer, options }: SettingsRoom): SettingsService {
  const { db, bus } = options;
  const requestOf = (input: Parameters<SettingsService['preview']>[1]) => ({
    kind: 'edit' as const,
    wanted: input.changes.map((change) => ({ target: targetOf(input), ...change })),
    refusals: 'throw' as const,
  });
  return {
    list: (tenant, roots, input) => listSettings({ db, reader }, tenant, roots, input),
    why: (tenant, roots, input) => whyOf(reader, tenant, roots, input),
    preview: (tenant, input) => writer.preview(tenant, requestOf(input)),
    save: (tenant, caller, input) => {
      const { digest, reason, effectiveAt } = input;
      return writer.save(tenant, caller, { ...requestOf(input), digest, reason, effectiveAt });
    },
    lock: (tenant, caller, { key, reason }) =>
      writer.lock(tenant, caller, { organisationId: tenant.organisationId, key, reason }),
    ownBelow: (tenant, { key }) => ownBelow(reader, tenant, key),
    async unlock(tenant, caller, { key }) {
      const { tree, place } = await reader.at(tenant, { organisationId: tenant.organisationId }, [key]);
      if (tree.lock(place, key) === undefined) throw new AppError('not-found', { message: 'it is not locked here' });
      await writer.lock(tenant, caller, { organisationId: tenant.organisationId, key, reason: null });
    },
    approve: (tenant, input) => approveChange(options, tenant, input),
    reject: (tenant, input) => rejectChange(options, tenant, input),
    cancel: (tenant, { changeId }) => cancelChange(options, tenant, changeId),
    watch: (tenant, input, signal) => watchSettings({ reader, bus }, tenant, input, signal),
  };
}

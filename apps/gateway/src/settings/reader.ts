import { AppError } from '@switchroom/contracts';
import type { Database } from '../db/database';
import { loadTree, partBelow, pathsOf } from './load';
import type { SettingsReader } from './port';

export function createSettingsReader({ db }: { db: Database }): SettingsReader {
  return {
    async at(tenant, target, keys) {
      const { tree } = await db.inScope(tenant, async (tx) => {
        const found = await pathsOf(tx, [target]);
        // Of an organisation only itself is asked for, and it is part of what lies above anything below it.
        return await loadTree(tx, { ...partBelow(found), alone: true }, keys);
      });
      const place = tree.place(target);
      if (place === undefined) throw new AppError('not-found');
      return { tree, place };
    },
    async below(tenant, keys) {
      const { tree } = await db.inScope(tenant, (tx) => loadTree(tx, { paths: [tenant.path], pbxIds: [] }, keys));
      return tree;
    },
  };
}

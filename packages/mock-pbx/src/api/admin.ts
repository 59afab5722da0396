import { adminLists } from './admin-lists';
import { adminObjects } from './admin-objects';
import { adminSystem } from './admin-system';
import type { ApiRoute } from './call';

/** PbxAdminApi: objects, lists and licences of the PBX. */
export const adminApi: ApiRoute = {
  flag: 'admin',
  forUsers: false,
  handlers: { ...adminObjects, ...adminLists, ...adminSystem },
  writes: new Set(['UpdateObject', 'DeleteObject']),
};

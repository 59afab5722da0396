import {
  AppError,
  archiveOrganisationInput,
  createOrganisationInput,
  listOrganisationsInput,
  type MovePreview,
  type Permission,
  renameOrganisationInput,
} from '@switchroom/contracts';
import type { z } from 'zod';
import type { GatewayDatabase } from '../../../../test/factories/index';
import { createAuditLog } from '../../../audit/audit-log';
import type { Caller } from '../../../auth/caller';
import { createBus } from '../../../bus';
import type { Tenant } from '../../../db/tenant';
import type { GatewayEventMap } from '../../../events';
import { silentLogger } from '../../../observability/logger';
import { createAccessService } from '../../session/create-access-service';
import { createOrganisationsService } from '../create-organisations-service';
import { reachOf } from '../reach';

const request = { requestId: 'test', address: '127.0.0.1' };

type Given<Schema extends z.ZodType> = Omit<z.input<Schema>, 'organisationId'>;

/** The service behind the access check, without the API around it: what a person does, and what the bus is told. */
export function organisationsRoom({ db }: Pick<GatewayDatabase, 'db'>) {
  const audit = createAuditLog();
  const access = createAccessService({ db, audit });
  const bus = createBus(silentLogger);
  const service = createOrganisationsService({ db, audit, bus });
  const told: string[] = [];
  const concerned: GatewayEventMap['access.changed']['userIds'][] = [];
  bus.on('access.changed', ({ userIds }) => concerned.push(userIds));
  const values: GatewayEventMap['settings.changed'][] = [];
  bus.on('settings.changed', (payload) => values.push(payload));
  for (const event of ['access.changed', 'targets.changed', 'pbx.changed'] as const)
    bus.on(event, () => told.push(event));
  const tenantOf = async (person: Caller, organisationId: string, permission: Permission): Promise<Tenant> => {
    const tenant = await access.tenantOf(person, organisationId, request);
    if (!tenant.permissions.has(permission)) throw new AppError('forbidden', { params: { permission } });
    return tenant;
  };
  return {
    told,
    /** Of each `access.changed`, whom it was about. */
    concerned,
    /** Of each `settings.changed`, what it was about. */
    values,
    as: (person: Caller) => {
      const reach = reachOf(access, person, request);
      const at = async (organisationId: string, permission: Permission) =>
        await tenantOf(person, organisationId, permission);
      return {
        list: async (organisationId: string, input: Given<typeof listOrganisationsInput> = {}) =>
          await service.list(
            await at(organisationId, 'organisations:read'),
            listOrganisationsInput.parse({ organisationId, ...input }),
          ),
        detail: async (organisationId: string) =>
          await service.detail(await at(organisationId, 'organisations:read'), await access.rootsOf(person)),
        get: async (organisationId: string) =>
          await service.get(await at(organisationId, 'organisations:read'), await access.rootsOf(person)),
        create: async (organisationId: string, input: Given<typeof createOrganisationInput>) =>
          await service.create(
            await at(organisationId, 'organisations:create'),
            createOrganisationInput.parse({ organisationId, ...input }),
          ),
        rename: async (organisationId: string, input: Given<typeof renameOrganisationInput>) =>
          await service.rename(
            await at(organisationId, 'organisations:update'),
            renameOrganisationInput.parse({ organisationId, ...input }),
          ),
        previewMove: async (organisationId: string, parentId: string): Promise<MovePreview> =>
          await service.previewMove(await at(organisationId, 'organisations:move'), parentId, reach),
        move: async (organisationId: string, parentId: string, digest: string) =>
          await service.move(
            await at(organisationId, 'organisations:move'),
            { organisationId, parentId, digest },
            reach,
          ),
        archive: async (organisationId: string, input: Given<typeof archiveOrganisationInput>) =>
          await service.archive(
            await at(organisationId, 'organisations:archive'),
            archiveOrganisationInput.parse({ organisationId, ...input }),
          ),
        restore: async (organisationId: string, version: number) =>
          await service.restore(await at(organisationId, 'organisations:archive'), { version }),
      };
    },
  };
}

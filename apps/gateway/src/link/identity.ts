import {
  type EventMessage,
  GetObject,
  grantedApis,
  MonitorConfig,
  type MonitorConfigInfo,
  type PbxInfo,
  readAppObject,
} from '@switchroom/protocol';
import type { Connection } from './connection';
import type { LinkContext } from './context';
import { LinkError } from './errors';

/** Who the PBX is. `announced`: PbxInfo told the APIs; `read`: they were derived from the App object's flags. */
export interface LinkIdentity {
  pbx: string | undefined;
  domain: string | undefined;
  dns: string | undefined;
  ip4: string | undefined;
  version: string | undefined;
  build: string | undefined;
  apis: { granted: string[]; source: 'announced' | 'read' } | undefined;
}

const unknownIdentity: LinkIdentity = {
  pbx: undefined,
  domain: undefined,
  dns: undefined,
  ip4: undefined,
  version: undefined,
  build: undefined,
  apis: undefined,
};

/** `adminMissing`: why PbxAdminApi counts as not granted; undefined = granted. */
export interface Identified {
  readonly identity: LinkIdentity;
  readonly adminMissing: string | undefined;
}

export function identityFromPbxInfo(info: EventMessage<typeof PbxInfo>): LinkIdentity {
  return {
    pbx: info.pbx,
    domain: info.domain,
    dns: info.pbxDns,
    ip4: undefined,
    version: info.version,
    build: info.build,
    apis: { granted: [...info.apis], source: 'announced' },
  };
}

export function adminMissingIn(identity: LinkIdentity): string | undefined {
  const granted = identity.apis?.granted;
  return granted === undefined || granted.includes('PbxAdminApi') ? undefined : 'PbxInfo does not list PbxAdminApi';
}

/** Lays a MonitorConfigInfo over what is known. */
export function withConfig(identity: LinkIdentity, info: EventMessage<typeof MonitorConfigInfo>): LinkIdentity {
  return {
    ...identity,
    pbx: info.pbx ?? identity.pbx,
    domain: info.domain ?? identity.domain,
    dns: info.dns ?? identity.dns,
    ip4: info.ip4 ?? identity.ip4,
  };
}

/**
 * The step between login and ready. Inbound: PbxInfo, which the PBX sends by itself; if none comes in time, and always
 * outbound, the PBX is asked for its configuration and for our own App object.
 */
export async function identify(
  connection: Connection,
  { target, timings }: Pick<LinkContext, 'target' | 'timings'>,
): Promise<Identified> {
  if (target.direction === 'inbound') {
    const info = await connection.pbxInfo(timings.pbxInfoMs);
    if (info !== undefined) {
      const identity = identityFromPbxInfo(info);
      return { identity, adminMissing: adminMissingIn(identity) };
    }
  }
  return await ask(connection, target.appObjectName, timings.identifyMs);
}

/** Asks the PBX for its configuration and for our own App object, whose flags tell the granted APIs. */
export async function ask(connection: Connection, appObjectName: string, deadlineMs: number): Promise<Identified> {
  const config = connection.monitorConfig(deadlineMs);
  const [monitored, object] = await Promise.allSettled([
    config,
    connection.request(GetObject, { h323: appObjectName, template: 'without' }, { deadlineMs }),
  ]);
  const identity =
    monitored.status === 'fulfilled' && monitored.value !== undefined
      ? withConfig(unknownIdentity, monitored.value)
      : unknownIdentity;
  if (object.status === 'rejected') {
    // The end of the connection says nothing about the API.
    if (object.reason instanceof LinkError && object.reason.code === 'dropped') throw object.reason;
    const detail = object.reason instanceof Error ? object.reason.message : undefined;
    return monitored.status === 'fulfilled'
      ? { identity, adminMissing: undefined }
      : { identity, adminMissing: detail ?? `${MonitorConfig.mt} and ${GetObject.mt} were not answered` };
  }
  const app = readAppObject(object.value);
  if (app === undefined) return { identity, adminMissing: undefined };
  const granted = grantedApis(app.flags);
  return {
    identity: { ...identity, pbx: identity.pbx ?? app.loc, apis: { granted: [...granted], source: 'read' } },
    adminMissing: app.flags.admin ? undefined : `the App object "${app.name}" lacks the flag "admin"`,
  };
}

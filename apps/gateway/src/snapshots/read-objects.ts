import { AppError } from '@switchroom/contracts';
import {
  GetAppObjects,
  GetConfigObjects,
  GetObject,
  isObjectFound,
  readPseudo,
  type ResultOf,
} from '@switchroom/protocol';
import type { FleetReader, RequestOptions } from '../fleet/port';
import { type Fields, type ObjectKind, readFields, type WireObject } from '../plans/fields';
import type { Logger } from '../observability/logger-port';
import { mapLimit } from './concurrency';

type Reader = Pick<FleetReader, 'read'>;
/** What identifies an object to GetObject; the PBX prefers guid to cn to h323. */
export type ObjectAddress = { guid: string } | { cn: string } | { h323: string };

/** An App object or template as the PBX has it. */
export interface ReadObject {
  guid: string;
  kind: 'app' | 'template';
  fields: Fields;
  parents?: readonly string[] | undefined;
  connected?: boolean | undefined;
}

/** The outcome of reading everything: what was read, and what is on the PBX but could not be read this time. */
export interface ObjectsRead {
  objects: ReadObject[];
  unread: ObjectAddress[];
}

/** Objects a PBX may have at most before paging is taken for broken. */
const MAX_PAGES = 400;
/** Objects that may time out before the PBX counts as one that does not answer: the others wait for their turn meanwhile. */
const MAX_TIMEOUTS = 8;

/** Own values of one object, or undefined when the PBX has no such object. Rejects with AppError `pbx-*`. */
export async function readWireObject(
  fleet: Reader,
  pbxId: string,
  address: ObjectAddress,
  options: RequestOptions = {},
): Promise<(WireObject & { guid: string }) | undefined> {
  const result = await fleet.read(pbxId, GetObject, { ...address, template: 'without' }, options);
  return isObjectFound(result) ? result : undefined;
}

/** The kind of an object that snapshots keep; undefined for every other type. */
function snapshotKindOf(object: Pick<WireObject, 'pseudo'>): 'app' | 'template' | undefined {
  const { type } = readPseudo(object.pseudo);
  if (type === 'app') return 'app';
  return type === 'config' ? 'template' : undefined;
}

/** The kind for plans: whatever is neither an App object nor a template is written to like a user. */
export function objectKindOf(object: Pick<WireObject, 'pseudo'>): ObjectKind {
  return snapshotKindOf(object) ?? 'user';
}

/** Reads one object for the snapshot; undefined when it is gone or of a type that snapshots do not keep. */
export async function readSnapshotObject(
  fleet: Reader,
  pbxId: string,
  address: ObjectAddress,
  options: RequestOptions = {},
): Promise<ReadObject | undefined> {
  const object = await readWireObject(fleet, pbxId, address, options);
  const kind = object && snapshotKindOf(object);
  return object && kind ? { guid: object.guid, kind, fields: readFields(kind, object) } : undefined;
}

/**
 * Reads every App object and template. A list that cannot be read rejects, because "not listed" means "gone"; a single
 * object that cannot be read is reported in `unread` and the others are kept, unless too many time out.
 */
export async function readAllObjects(
  deps: { fleet: Reader; logger: Logger },
  pbxId: string,
  options: { concurrency: number; signal: AbortSignal; onRead?: (guid: string) => void },
): Promise<ObjectsRead> {
  const { fleet } = deps;
  const { signal } = options;
  const [apps, templates] = await Promise.all([
    fleet.read(pbxId, GetAppObjects, {}, { signal }),
    readTemplateList(fleet, pbxId, signal),
  ]);
  const wanted = [
    ...apps.objects.flatMap((app) => {
      const address = addressOfApp(app);
      return address ? [{ address, extra: { connected: app.connected } }] : [];
    }),
    ...templates.map((template) => ({ address: { cn: template.cn }, extra: { parents: template.config ?? [] } })),
  ];
  const unread: ObjectAddress[] = [];
  let timeouts = 0;
  const found = await mapLimit(wanted, options.concurrency, async ({ address, extra }) => {
    try {
      const object = await readSnapshotObject(fleet, pbxId, address, { signal });
      return object && { ...object, ...extra };
    } catch (error) {
      signal.throwIfAborted();
      deps.logger.warn({ pbxId, address, error }, 'an object of the PBX could not be read; the others are kept');
      unread.push(address);
      if (error instanceof AppError && error.code === 'pbx-timeout') timeouts += 1;
      if (timeouts >= MAX_TIMEOUTS) throw error;
      return undefined;
    }
  });
  return { objects: found.filter((object) => object !== undefined), unread };
}

async function readTemplateList(fleet: Reader, pbxId: string, signal: AbortSignal) {
  const templates = new Map<string, ResultOf<typeof GetConfigObjects>['objects'][number]>();
  let more: string | number | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const fields = more === undefined ? { limit: 50 } : { limit: 50, more };
    const result = await fleet.read(pbxId, GetConfigObjects, fields, { signal });
    const before = templates.size;
    for (const template of result.objects) templates.set(template.cn, template);
    const { more: next } = result;
    // A page that brings nothing new would come again for ever.
    if (next === undefined || typeof next === 'boolean' || next === '' || templates.size === before) break;
    more = next;
  }
  return [...templates.values()];
}

function addressOfApp(app: { guid?: string | undefined; sip?: string | undefined }): ObjectAddress | undefined {
  if (app.guid) return { guid: app.guid };
  return app.sip ? { h323: app.sip } : undefined;
}

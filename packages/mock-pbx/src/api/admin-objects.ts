import { type JsonObject, pseudoType, text } from '../state/types';
import type { Handler } from './call';

/** PbxAdminApi: one object at a time (innovaphone SDK, PbxAdminApi). */
export const adminObjects = {
  UpdateObject: ({ core, connection, request }) => {
    const outcome = core.objects.update(request, { kind: 'connection', id: connection.id });
    if (outcome.error !== undefined) return { error: outcome.error };
    // Builds before 13r2 do not tell the guid of a created object.
    return outcome.created === undefined || core.options.version.startsWith('13r1') ? {} : { guid: outcome.created };
  },

  DeleteObject: ({ core, connection, request }) => {
    const { error } = core.objects.delete(text(request['guid']), { kind: 'connection', id: connection.id });
    return error === undefined ? {} : { error };
  },

  GetObject: ({ core, request }) => {
    const object = core.objects.byIdentifier(request);
    if (!object) return {};
    const asked = request['properties'];
    const properties = Array.isArray(asked) ? asked.filter((name) => typeof name === 'string') : undefined;
    const body = core.objects.describe(object, { template: text(request['template']) || 'without', properties });
    const presence = core.presence
      .of(object.guid)
      .map(({ contact, activity, note }) => ({ c: contact, a: activity, n: note }));
    const wanted = presence.length > 0 && (properties?.includes('presence') ?? true);
    return wanted ? { ...body, presence } : body;
  },

  GetNormalizedNumber: ({ core, request }) => {
    const object = core.objects.byIdentifier(request);
    if (!object) return { error: 'object not found' };
    const number = text(object.fields['e164']);
    const from = core.objects.byIdentifier(request, 'from-');
    // Within one node the extension alone is enough; from another node the prefix of the target's node comes first.
    const node = text(object.fields['node']);
    const sameNode = from ? text(from.fields['node']) === node : node === 'root';
    const prefix = sameNode
      ? ''
      : (core.options.nodes.find((each) => each.node === node)?.name ?? '').replaceAll(/\D/g, '');
    return { number: prefix + number };
  },

  GetPhoneConfig: ({ core, request }) => {
    const object = core.objects.byIdentifier(request);
    return object ? { phone: (object.fields['phone'] as JsonObject | undefined) ?? {} } : { error: 'object not found' };
  },

  GetRegs: ({ core, request }) => {
    const object = core.objects.byIdentifier(request);
    if (!object) return { error: 'object not found' };
    const position = Number.parseInt(object.guid.slice(8, 14), 16);
    const regs = core.phones.registered(object).map((hw, index) => ({
      hw,
      addr: `10.20.${position & 255}.${((position >>> 8) + index) & 255}`,
    }));
    return { regs, cn: text(object.fields['cn']) };
  },

  SearchUsers: ({ core, request }) => {
    const { objects } = core;
    const start = text(request['cn']);
    const asked = typeof request['limit'] === 'number' ? request['limit'] : 20;
    const limit = asked >= 1 ? Math.min(20, Math.floor(asked)) : 20;
    const rows = objects.store.sorted();
    const user: JsonObject[] = [];
    for (let index = lowerBound(rows, start); index < rows.length && user.length < limit; index += 1) {
      const row = rows[index];
      if (!row || (row.cn === start && request['includeMatch'] !== true)) continue;
      const object = objects.store.get(row.guid);
      if (!object || !['', 'executive'].includes(pseudoType(object))) continue;
      const { cn, dn, h323, emails } = object.fields;
      user.push({ cn, dn, guid: object.guid, h323, emails });
    }
    return { user };
  },
} satisfies Record<string, Handler>;

function lowerBound(rows: readonly { readonly cn: string }[], cn: string): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.cn ?? '') < cn) low = middle + 1;
    else high = middle;
  }
  return low;
}

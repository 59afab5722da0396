import type { Target } from './legs';
import type { ObjectStore } from './object-store';
import { isJsonObject, type Json, type JsonObject, type PbxObject, text } from './types';

/** When a diversion applies: always, when busy, when nobody answers. */
export type DiversionType = 'cfu' | 'cfb' | 'cfnr';

/** Diversions of an object as UpdateObject has them: one entry per type with a list of end points. */
export function diversionsOf(object: PbxObject): JsonObject[] {
  const list = object.fields['cds'];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** The `cds` of an object with one type set, or taken out. */
export function withDiversion(object: PbxObject, type: DiversionType, target: Target | undefined): JsonObject[] {
  const rest = diversionsOf(object).filter((each) => each['type'] !== type);
  return target ? [...rest, { type, ep: [{ e164: target.e164 ?? '', h323: target.h323 ?? '' }] }] : rest;
}

/** Where calls of one kind go; undefined when nowhere else, or when the boolean object of the diversion switches it off. */
export function activeDiversion(store: ObjectStore, object: PbxObject, type: DiversionType): Target | undefined {
  const entry = diversionsOf(object).find((each) => each['type'] === type);
  const first = entry && endPoints(entry)[0];
  if (!entry || !first || !isOn(store, entry)) return undefined;
  return { e164: text(first['e164']), h323: text(first['h323']) };
}

function endPoints(entry: JsonObject): JsonObject[] {
  return Array.isArray(entry['ep']) ? entry['ep'].filter(isJsonObject) : [];
}

function isOn(store: ObjectStore, entry: JsonObject): boolean {
  const name = text(entry['bool']);
  if (name === '') return true;
  const pseudo = store.find('cn', name)?.fields['pseudo'];
  const bool = isJsonObject(pseudo) && isJsonObject(pseudo['bool']) ? pseudo['bool'] : {};
  return (bool['on'] === true) !== (entry['bool-not'] === true);
}

/** Diversions as the user table has them: flat, one row per end point; the sources are left to GetObject. */
export function tableDiversions(cds: Json | undefined): JsonObject[] | undefined {
  if (!Array.isArray(cds)) return undefined;
  return cds.filter(isJsonObject).flatMap((entry) => {
    const { type, bool, 'bool-not': not } = entry;
    return endPoints(entry).map(({ e164, h323 }) => ({ type, bool, 'bool-not': not, e164, h323 }));
  });
}

/** The other way round, for a replicator that writes: rows of one type become one entry. */
export function objectDiversions(rows: Json): JsonObject[] {
  const entries = new Map<string, JsonObject & { ep: Json[] }>();
  for (const row of Array.isArray(rows) ? rows.filter(isJsonObject) : []) {
    const { type, bool, 'bool-not': not, e164, h323 } = row;
    const entry = entries.get(text(type)) ?? { type, bool, 'bool-not': not, ep: [] };
    entry.ep.push({ e164: text(e164), h323: text(h323) });
    entries.set(text(type), entry);
  }
  return [...entries.values()];
}

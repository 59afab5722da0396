import { isJsonObject, type Json, type JsonObject, type PbxObject, pseudoType, splitNames, text } from './types';

/** Longest chain of parents a template value can come from. */
const MAX_PARENTS = 4;

/** Lists that add up along the chain, as comma separated names. */
const ADDING_NAMES = new Set(['apps', 'app-lics']);
/** Lists that add up along the chain, as elements with a `name`. */
const ADDING_ELEMENTS = new Set(['allows']);
/** Single values: the own one, else that of the nearest template that has one. */
const NEAREST = new Set([
  'apps-my',
  'filter',
  'cd-filter',
  'push',
  'messages',
  'cfnr',
  'colr',
  'cfpr',
  'busy-out',
  'cd-block',
  'rej-ext',
  'no-disc',
  'dnd',
  'phone-config',
  'discard-phone-config',
  'no-dev',
  'uclic',
  'voicemail',
  'fax',
  'mobility',
  'mypbx',
  'video',
  'app-sharing',
  'reporting',
  'h323-email',
]);

/** Looks up a template by its long name. */
export type TemplateLookup = (cn: string) => PbxObject | undefined;

/**
 * The templates that apply to an object, nearest first. A user has the template its `config` names and up to four parents
 * of that one; a template has up to four parents. Parents are the names in `config` (a text or a list), each followed by
 * its own parents; a template that was met already, or does not exist, is left out.
 */
export function templateChain(fields: JsonObject, lookup: TemplateLookup): PbxObject[] {
  const isTemplate = isJsonObject(fields['pseudo']) && fields['pseudo']['type'] === 'config';
  const limit = isTemplate ? MAX_PARENTS : MAX_PARENTS + 1;
  const chain: PbxObject[] = [];
  const seen = new Set<string>(isTemplate ? [text(fields['cn'])] : []);
  const visit = (config: Json | undefined): void => {
    for (const name of configNames(config)) {
      if (seen.has(name) || chain.length >= limit) continue;
      seen.add(name);
      const template = lookup(name);
      if (!template || pseudoType(template) !== 'config') continue;
      chain.push(template);
      visit(template.fields['config']);
    }
  };
  visit(fields['config']);
  return chain;
}

/** Template names in a `config` property: one name, or a list of them on a template. */
function configNames(config: Json | undefined): string[] {
  const list = Array.isArray(config) ? config : [config];
  return list.filter((name): name is string => typeof name === 'string' && name !== '');
}

/** The object's fields with what its templates give filled in (`template: "with"`). */
export function effectiveFields(object: PbxObject, lookup: TemplateLookup): JsonObject {
  return mergeChain(object.fields, templateChain(object.fields, lookup));
}

/** Same as `effectiveFields`, for a chain the caller already has. */
export function mergeChain(own: JsonObject, chain: readonly PbxObject[]): JsonObject {
  const merged: JsonObject = { ...own };
  for (const template of chain) {
    for (const [field, value] of Object.entries(template.fields)) {
      if (value === undefined) continue;
      if (ADDING_NAMES.has(field)) merged[field] = uniteNames(merged[field], value);
      else if (ADDING_ELEMENTS.has(field)) merged[field] = uniteElements(merged[field], value);
      else if (NEAREST.has(field) && isUnset(merged[field])) merged[field] = value;
    }
  }
  return merged;
}

/** What is left of a sent value when the templates' share is taken out; undefined = nothing own to store. */
export function ownShare(field: string, value: Json, inherited: JsonObject): Json | undefined {
  const given = inherited[field];
  if (given === undefined) return value;
  if (ADDING_NAMES.has(field)) {
    const fromTemplates = new Set(splitNames(given));
    return splitNames(value)
      .filter((name) => !fromTemplates.has(name))
      .join(',');
  }
  if (ADDING_ELEMENTS.has(field) && Array.isArray(value) && Array.isArray(given)) {
    const fromTemplates = new Set(given.map((element) => JSON.stringify(element)));
    return value.filter((element) => !fromTemplates.has(JSON.stringify(element)));
  }
  return NEAREST.has(field) && JSON.stringify(given) === JSON.stringify(value) ? undefined : value;
}

function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === '';
}

function uniteNames(own: Json | undefined, more: Json): string {
  return [...new Set([...splitNames(own), ...splitNames(more)])].join(',');
}

function uniteElements(own: Json | undefined, more: Json): Json {
  const list = Array.isArray(own) ? [...own] : [];
  const names = new Set(list.map((element) => (isJsonObject(element) ? text(element['name']) : '')));
  for (const element of Array.isArray(more) ? more : []) {
    if (!isJsonObject(element) || !names.has(text(element['name']))) list.push(element);
  }
  return list;
}

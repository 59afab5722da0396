import type { FieldsOf, ResultOf } from '../messages/define';
import type { GetObject, UpdateObject } from '../messages/pbx-admin-objects';
import { isObjectFound } from './app-object';
import { formatCommaList, parseCommaList } from './comma-list';
import { readBoolean } from './values';

/** Licence flags of an object or a template, each of which acquires one licence. */
export const LICENCE_FLAGS = [
  'uclic',
  'mypbx',
  'reporting',
  'fax',
  'voicemail',
  'mobility',
  'video',
  'app-sharing',
] as const;

export type LicenceFlag = (typeof LICENCE_FLAGS)[number];

/** A template has at most this many parents. */
export const MAX_TEMPLATE_PARENTS = 4;

/** A config template: gives apps and licences to the users that have it. */
export interface Template {
  readonly guid: string;
  readonly cn: string;
  /** Names of App objects, in the order of the PBX. */
  readonly apps: readonly string[];
  /** Long Names of parent templates. */
  readonly parents: readonly string[];
  /** Own values only; a flag that is absent is inherited or off. */
  readonly licences: Readonly<Partial<Record<LicenceFlag, boolean>>>;
}

/** What can be changed on a template. `null` for a licence hands the flag back to the parents. */
export interface TemplateChanges {
  readonly apps?: readonly string[];
  readonly licences?: Readonly<Partial<Record<LicenceFlag, boolean | null>>>;
}

function parentsOf(config: string | readonly string[] | undefined): string[] {
  if (config === undefined) return [];
  return typeof config === 'string' ? parseCommaList(config) : [...config];
}

/**
 * Reads the GetObjectResult of a template (ask with `template: "without"` for its own values). GetConfigObjects lists the
 * parents, GetObject need not; pass them as `parents` when known. Undefined when there is no such object.
 */
export function readTemplate(result: ResultOf<typeof GetObject>, parents?: readonly string[]): Template | undefined {
  if (!isObjectFound(result)) return undefined;
  const flags = LICENCE_FLAGS.map((flag) => [flag, readBoolean(result[flag])] as const);
  return {
    guid: result.guid,
    cn: result.cn ?? '',
    apps: parseCommaList(result.apps),
    parents: [...(parents ?? parentsOf(result.config))],
    licences: Object.fromEntries(flags.filter(([, value]) => value !== undefined)),
  };
}

/** The UpdateObject fields for changes of a template and nothing else, without `guid`. -1 deletes an own boolean. */
export function templateUpdateFields(changes: TemplateChanges): FieldsOf<typeof UpdateObject> {
  const fields: FieldsOf<typeof UpdateObject> = {};
  if (changes.apps !== undefined) fields.apps = formatCommaList(changes.apps);
  for (const flag of LICENCE_FLAGS) {
    const value = changes.licences?.[flag];
    if (value !== undefined) fields[flag] = value ?? -1;
  }
  return fields;
}

/**
 * A template and everything it inherits from, nearest first, each once. Parents that are not in the map are left out; a
 * circle of parents ends where it closes.
 */
export function templateLineage(cn: string, templates: ReadonlyMap<string, Template>): Template[] {
  const lineage = new Map<string, Template>();
  const waiting = [cn];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const template = templates.get(name);
    if (!template || lineage.has(name)) continue;
    lineage.set(name, template);
    waiting.push(...template.parents);
  }
  return [...lineage.values()];
}

/** The templates that give an app to their users, directly or by a parent. */
export function templatesGiving(appName: string, templates: ReadonlyMap<string, Template>): Template[] {
  return [...templates.values()].filter((template) =>
    templateLineage(template.cn, templates).some((ancestor) => ancestor.apps.includes(appName)),
  );
}

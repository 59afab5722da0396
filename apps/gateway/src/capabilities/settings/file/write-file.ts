import { setImmediate } from 'node:timers/promises';
import { settingsCatalogue } from '@switchroom/contracts';
import { Document, type ToStringOptions } from 'yaml';
import {
  fileFormat,
  type FilePlace,
  type FilePosition,
  fileVersion,
  type SettingsFile,
  positionKey,
} from './settings-file';

/**
 * How a file is written. Texts always stand in double quotes on one line, so that a telephone number is none of YAML's
 * numbers and "no" none of its booleans, in whatever version of YAML somebody reads it with.
 */
const writing = {
  lineWidth: 0,
  indent: 2,
  indentSeq: true,
  flowCollectionPadding: false,
  defaultStringType: 'QUOTE_DOUBLE',
  defaultKeyType: 'PLAIN',
  doubleQuotedAsJSON: true,
} as const satisfies ToStringOptions;

const order = new Map(settingsCatalogue.map(({ key }, index) => [key, index]));

/** So many places are written before others get their turn. */
const PLACES_AT_ONCE = 50;

/**
 * The file, as text with LF: the same state gives the same bytes on any machine. Places stand in the order of the tree (an
 * organisation, its PBXes, what is below it; by the code units of their names), keys in that of the catalogue. Keys that
 * the catalogue does not have are left out.
 */
export async function writeSettingsFile({ of, complete, places }: SettingsFile): Promise<string> {
  const header = yaml({ format: fileFormat, version: fileVersion, of, complete });
  if (places.length === 0) return `${header}places: []\n`;
  const written: string[] = [];
  for (const [index, place] of places.toSorted(inTreeOrder).entries()) {
    if (index % PLACES_AT_ONCE === PLACES_AT_ONCE - 1) await setImmediate();
    written.push(indented(yamlOfPlace(place)));
  }
  return `${header}places:\n${written.join('')}`;
}

function yamlOfPlace({ at, pbx, id, values, locks }: FilePlace): string {
  const document = new Document({
    at: null,
    ...(pbx === undefined ? {} : { pbx }),
    id,
    ...section('values', values),
    ...section('locks', locks),
  });
  document.set('at', document.createNode(at, { flow: true }));
  return document.toString(writing);
}

function section(name: string, entries: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const known = [...entries].filter(([key]) => order.has(key)).toSorted(([a], [b]) => rank(a) - rank(b));
  return known.length === 0 ? {} : { [name]: Object.fromEntries(known.map(([key, value]) => [key, tidy(value)])) };
}

/** The database does not keep the order of an object's keys. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).toSorted(([a], [b]) => byCodeUnits(a, b));
  return Object.fromEntries(pairs.map(([key, inner]) => [key, tidy(inner)]));
}

/** One item of the list of places. */
function indented(text: string): string {
  return text.replace(/^/gm, '    ').replace('    ', '  - ').trimEnd().concat('\n');
}

function yaml(value: object): string {
  return new Document(value).toString(writing);
}

function rank(key: string): number {
  return order.get(key) ?? order.size;
}

function inTreeOrder(a: FilePosition, b: FilePosition): number {
  const shared = Math.min(a.at.length, b.at.length);
  for (let level = 0; level < shared; level += 1) {
    const compared = byCodeUnits(a.at[level] ?? '', b.at[level] ?? '');
    if (compared !== 0) return compared;
  }
  if (a.at.length !== b.at.length) return a.at.length - b.at.length;
  if (a.pbx === undefined || b.pbx === undefined) return Number(a.pbx !== undefined) - Number(b.pbx !== undefined);
  return byCodeUnits(a.pbx, b.pbx) || byCodeUnits(positionKey(a), positionKey(b));
}

function byCodeUnits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

import { settingEntry, type SettingType } from '@switchroom/contracts';
import { isMap, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap } from 'yaml';
import { fileRefusal, parseYaml } from './parse-yaml';
import {
  fileFormat,
  type FileSpot,
  fileVersion,
  positionKey,
  type ReadFile,
  type ReadLock,
  type ReadPlace,
  type ReadValue,
} from './settings-file';

/**
 * Types whose values are texts: what somebody wrote without quotation marks is taken as it stands there, so that 0041
 * keeps its noughts.
 */
const textual: ReadonlySet<SettingType['kind']> = new Set([
  'text',
  'secret',
  'choice',
  'choices',
  'date',
  'list',
  'reasons',
]);

/**
 * Reads a file of settings that anybody may have written or changed. Values are given as they stand there; whether a
 * place exists, a key is known or a value allowed is not asked here.
 * @throws {AppError} `invalid-input` at `file` with the line and column of the first thing that is wrong
 */
export async function readSettingsFile(source: string): Promise<ReadFile> {
  const { content, spotOf } = await parseYaml(source);
  return new FileReader(spotOf).file(content);
}

type Fields = ReadonlyMap<string, { key: Scalar; value: ParsedNode | null }>;

class FileReader {
  readonly #spotOf: (offset: number) => FileSpot;

  constructor(spotOf: (offset: number) => FileSpot) {
    this.#spotOf = spotOf;
  }

  file(content: ParsedNode | null): ReadFile {
    if (!isMap(content)) throw fileRefusal('settings-file-format', this.#spot(content));
    const fields = this.#fields(content);
    const format = fields.get('format');
    if (format === undefined || !isScalar(format.value) || format.value.value !== fileFormat) {
      throw fileRefusal('settings-file-format', this.#spot(format?.value ?? content));
    }
    const version = fields.get('version');
    if (version === undefined || !isScalar(version.value) || version.value.value !== fileVersion) {
      throw fileRefusal('settings-file-version', this.#spot(version?.value ?? content), { version: fileVersion });
    }
    this.#only(fields, ['format', 'version', 'of', 'complete', 'places']);
    const complete = fields.get('complete')?.value ?? null;
    const places = fields.get('places')?.value ?? null;
    return {
      complete: complete === null ? false : this.#flag(complete),
      places: this.#noneTwice(this.#list(places).map((each) => this.#place(each))),
    };
  }

  #place(node: ParsedNode): ReadPlace {
    const fields = this.#fields(this.#map(node));
    this.#only(fields, ['at', 'pbx', 'id', 'values', 'locks']);
    const at = fields.get('at')?.value;
    if (at === undefined || at === null) throw fileRefusal('settings-file-at', this.#spot(node));
    const pbx = fields.get('pbx')?.value;
    const id = fields.get('id')?.value;
    return {
      at: this.#list(at).map((name) => this.#text(name)),
      pbx: pbx === undefined ? undefined : this.#text(pbx),
      id: id === undefined ? undefined : this.#text(id),
      spot: this.#spot(node),
      values: this.#values(fields.get('values')?.value ?? null),
      locks: this.#locks(fields.get('locks')?.value ?? null),
    };
  }

  #values(node: ParsedNode | null): ReadValue[] {
    if (node === null || isNothing(node)) return [];
    return [...this.#fields(this.#map(node))].map(([key, field]) => {
      const type = settingEntry(key)?.type.kind;
      // The mark of a secret is no text, although the secret is.
      const asText = type !== undefined && textual.has(type) && !(type === 'secret' && isMap(field.value));
      const value = this.#json(field.value, asText);
      return { key, value, spot: this.#spot(field.value ?? field.key) };
    });
  }

  #locks(node: ParsedNode | null): ReadLock[] {
    if (node === null || isNothing(node)) return [];
    return [...this.#fields(this.#map(node))].map(([key, field]) => ({
      key,
      reason: this.#text(field.value ?? field.key),
      spot: this.#spot(field.value ?? field.key),
    }));
  }

  /** A value as JSON; `asText`: scalars without quotation marks are the text that stands there. */
  #json(node: ParsedNode | null, asText: boolean): unknown {
    if (node === null) return null;
    if (isSeq(node)) return this.#list(node).map((item) => this.#json(item, asText));
    if (isMap(node)) {
      return Object.fromEntries([...this.#fields(node)].map(([key, field]) => [key, this.#json(field.value, asText)]));
    }
    if (!isScalar(node)) throw fileRefusal('settings-file-syntax', this.#spot(node));
    if (asText && node.type === Scalar.PLAIN && node.value !== null && node.source !== undefined) return node.source;
    return node.value;
  }

  /** Pairs of a map by their key, each of which is there once. */
  #fields(map: YAMLMap.Parsed): Fields {
    const fields = new Map<string, { key: Scalar; value: ParsedNode | null }>();
    for (const { key, value } of map.items) {
      if (!isScalar(key) || typeof key.value !== 'string') throw fileRefusal('settings-file-syntax', this.#spot(map));
      if (fields.has(key.value)) throw fileRefusal('settings-file-twice', this.#spot(key), { key: key.value });
      fields.set(key.value, { key, value });
    }
    return fields;
  }

  #only(fields: Fields, known: readonly string[]): void {
    for (const [name, { key }] of fields) {
      if (!known.includes(name)) throw fileRefusal('settings-file-field', this.#spot(key), { field: name });
    }
  }

  #noneTwice(places: ReadPlace[]): ReadPlace[] {
    const seen = new Set<string>();
    for (const place of places) {
      const position = positionKey(place);
      if (seen.has(position)) throw fileRefusal('settings-file-place-twice', place.spot);
      seen.add(position);
    }
    return places;
  }

  #map(node: ParsedNode): YAMLMap.Parsed {
    if (!isMap(node)) throw fileRefusal('settings-file-map', this.#spot(node));
    return node;
  }

  #list(node: ParsedNode | null): ParsedNode[] {
    if (!isSeq(node)) throw fileRefusal('settings-file-list', this.#spot(node));
    return node.items;
  }

  /** What somebody wrote without quotation marks is a text, too: an organisation may be called 4711. */
  #text(node: ParsedNode | Scalar | null): string {
    if (isScalar(node)) {
      if (typeof node.value === 'string') return node.value;
      if (node.type === Scalar.PLAIN && node.value !== null && node.source !== undefined) return node.source;
    }
    throw fileRefusal('settings-file-text', this.#spot(node));
  }

  #flag(node: ParsedNode): boolean {
    if (!isScalar(node) || typeof node.value !== 'boolean') throw fileRefusal('settings-file-flag', this.#spot(node));
    return node.value;
  }

  #spot(node: ParsedNode | Scalar | null): FileSpot {
    return this.#spotOf(node?.range?.[0] ?? 0);
  }
}

/** `values:` with nothing behind it. */
function isNothing(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}

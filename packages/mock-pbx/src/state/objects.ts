import type { ObjectStore } from './object-store';
import { BOOLEAN_PROPERTIES, OBJECT_PROPERTIES, STRING_PROPERTIES } from './properties';
import { hexHash, Random } from './random';
import { effectiveFields, mergeChain, ownShare, templateChain } from './templates';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type ObjectChange,
  type Origin,
  type PbxObject,
  pseudoType,
  text,
} from './types';

/** Outcome of a write as UpdateObjectResult reports it. */
export interface WriteOutcome {
  /** Set for a created object. */
  readonly created?: string;
  /** The object written to. */
  readonly guid?: string;
  /** Text of a refused write; nothing was changed. */
  readonly error?: string;
}

/** The rules of the PBX about its objects: UpdateObject semantics, names, duplicates, templates, passwords. */
export class Objects {
  private readonly listeners = new Set<(change: ObjectChange) => void>();
  private readonly random: Random;

  constructor(
    readonly store: ObjectStore,
    private readonly identity: { readonly name: string; readonly seed: number },
  ) {
    this.random = new Random(Number.parseInt(hexHash(`objects:${identity.seed}:${identity.name}`, 8), 16));
  }

  /** Calls `listener` after each change; returns the function that stops it. */
  onChange(listener: (change: ObjectChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Template lookup for the resolution functions. */
  readonly template = (cn: string): PbxObject | undefined => this.store.find('cn', cn);

  /** The object's values with those of its templates. */
  effective(object: PbxObject): JsonObject {
    return effectiveFields(object, this.template);
  }

  /** An object by the identifiers of a request; precedence guid, then cn, then h323. */
  byIdentifier(request: JsonObject, prefix = ''): PbxObject | undefined {
    const guid = text(request[`${prefix}guid`]);
    if (guid !== '') return this.store.get(guid.toLowerCase());
    const cn = text(request[`${prefix}cn`]);
    if (cn !== '') return this.store.find('cn', cn);
    return this.store.find('h323', text(request[`${prefix}h323`]));
  }

  /** The App object with this Name. */
  app(name: string): PbxObject | undefined {
    const object = this.store.find('h323', name);
    return object && pseudoType(object) === 'app' ? object : undefined;
  }

  /** A stored password as the PBX shows it: 48 hex digits nobody can read back. */
  opaquePassword(object: PbxObject): string {
    const pwd = text(object.fields['pwd']);
    return pwd === '' ? '' : hexHash(`pwd:${this.identity.seed}:${object.guid}:${pwd}`, 48);
  }

  /** The body of GetObjectResult. `properties` limits the answer; guid is always there. */
  describe(object: PbxObject, options: { properties?: readonly string[]; template?: string } = {}): JsonObject {
    const fields = options.template === 'with' ? this.effective(object) : object.fields;
    const wanted = options.properties;
    const body: JsonObject = { guid: object.guid };
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined || (wanted && !wanted.includes(field))) continue;
      body[field] = field === 'pwd' ? this.opaquePassword(object) : value;
    }
    return body;
  }

  /** Carries out an UpdateObject message. */
  update(message: JsonObject, origin: Origin): WriteOutcome {
    const guid = text(message['guid']).toLowerCase();
    if (guid === '*' || guid === '?') {
      const cn = text(message['cn']);
      if (cn === '') return { error: `cn missing: guid "${guid}" addresses the object by its Long Name` };
      const object = this.store.find('cn', cn);
      if (object) return this.change(object, message, origin);
      return guid === '?' ? this.create(message, origin) : { error: `object "${cn}" not found` };
    }
    if (guid === '') return this.create(message, origin);
    const object = this.store.get(guid);
    return object ? this.change(object, message, origin) : { error: `object ${guid} not found` };
  }

  /** Deletes an object; `error` when there is none. */
  delete(guid: string, origin: Origin): WriteOutcome {
    const before = this.store.get(guid.toLowerCase());
    if (!before) return { error: `object ${guid} not found` };
    this.store.delete(before.guid);
    this.notify({ kind: 'delete', guid: before.guid, before, after: undefined, origin });
    return { guid: before.guid };
  }

  private create(message: JsonObject, origin: Origin): WriteOutcome {
    if (text(message['cn']) === '') return { error: 'cn missing: a new object needs a Long Name' };
    const defaults = { loc: this.identity.name, node: 'root' };
    const merged = this.merge(defaults, message, undefined);
    if (typeof merged === 'string') return { error: merged };
    let guid = this.random.hex(32);
    while (this.store.get(guid)) guid = this.random.hex(32);
    const after = this.store.put(guid, merged);
    this.notify({ kind: 'add', guid, before: undefined, after, origin });
    return { guid, created: guid };
  }

  private change(before: PbxObject, message: JsonObject, origin: Origin): WriteOutcome {
    const merged = this.merge(before.fields, message, before);
    if (typeof merged === 'string') return { error: merged };
    if (JSON.stringify(merged) === JSON.stringify(before.fields)) return { guid: before.guid };
    const after = this.store.put(before.guid, merged);
    this.notify({ kind: 'update', guid: before.guid, before, after, origin });
    return { guid: before.guid };
  }

  /** The new own values, or the text of the error that refuses them. */
  private merge(own: JsonObject, message: JsonObject, before: PbxObject | undefined): JsonObject | string {
    const merged: JsonObject = { ...own };
    const storeAsSent = message['template'] === 'without';
    const inherited = storeAsSent ? {} : mergeChain({}, templateChain({ ...own, ...message }, this.template));
    for (const [field, value] of Object.entries(message)) {
      if (value === undefined || !OBJECT_PROPERTIES.has(field)) continue;
      if (value === null || (BOOLEAN_PROPERTIES.has(field) && typeof value === 'number')) {
        delete merged[field];
        continue;
      }
      if (STRING_PROPERTIES.has(field) && typeof value !== 'string') return `invalid ${field}: a string is expected`;
      const share: Json | undefined = storeAsSent ? value : ownShare(field, value, inherited);
      if (share === undefined) delete merged[field];
      else merged[field] = share;
    }
    const password = this.password(message, before);
    if (password.error !== undefined) return password.error;
    if (password.pwd !== undefined) merged['pwd'] = password.pwd;
    return this.invalid(merged, before) ?? merged;
  }

  private password(message: JsonObject, before: PbxObject | undefined): { pwd?: string; error?: string } {
    const copyFrom = text(message['copyPwd']);
    if (copyFrom !== '') {
      const source = this.store.find('h323', copyFrom);
      if (!source) return { error: `copyPwd: object "${copyFrom}" not found` };
      const type = pseudoType(source);
      if (type === '' || type === 'executive') return { error: 'copyPwd: the password of a user cannot be copied' };
      return { pwd: text(source.fields['pwd']) };
    }
    const pwd = message['pwd'];
    if (typeof pwd !== 'string') return {};
    // Clients send a whole GetObjectResult back; its opaque password means "unchanged".
    return before && pwd !== '' && pwd === this.opaquePassword(before) ? {} : { pwd };
  }

  private invalid(fields: JsonObject, before: PbxObject | undefined): string | undefined {
    if (text(fields['cn']) === '') return 'cn missing: every object needs a Long Name';
    for (const key of ['cn', 'h323', 'e164'] as const) {
      const other = this.store.find(key, text(fields[key]));
      if (other && other.guid !== before?.guid) return `${key} "${text(fields[key])}" already exists`;
    }
    const pseudo = fields['pseudo'];
    if (pseudo !== undefined && !isJsonObject(pseudo)) return 'invalid pseudo: an object with a type is expected';
    const after: PbxObject = { guid: '', usn: 0, fields };
    if (before && pseudoType(before) !== pseudoType(after)) return 'the type of an object cannot be changed';
    if (pseudoType(after) !== 'app') return undefined;
    const name = text(fields['h323']);
    if (name === '') return 'h323 missing: an App object needs a Name';
    if (/^\d/.test(name)) return `invalid h323 "${name}": the Name of an App object must not start with a digit`;
    if (/[\s\p{Lu}]/u.test(name)) return `invalid h323 "${name}": the Name of an App object has no spaces or capitals`;
    return undefined;
  }

  private notify(change: ObjectChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

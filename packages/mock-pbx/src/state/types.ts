/** A JSON value as it travels in a frame. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/**
 * One object of the PBX with its own values only: what a template gives is never stored here.
 * Field names are those of UpdateObject; `pwd` is clear text here and leaves the mock only as an opaque hex string.
 */
export interface PbxObject {
  readonly guid: string;
  readonly fields: Readonly<JsonObject>;
  /** Update sequence number of the last change; 0 for a factory object that nobody touched. */
  readonly usn: number;
}

/** Who changed an object: over a websocket (its connection id) or behind our back. */
export type Origin = { readonly kind: 'connection'; readonly id: number } | { readonly kind: 'native' };

/** A change of one object, told to replication, monitors and dialers. */
export interface ObjectChange {
  readonly kind: 'add' | 'update' | 'delete';
  readonly guid: string;
  readonly before: PbxObject | undefined;
  readonly after: PbxObject | undefined;
  readonly origin: Origin;
}

/** Type guard for plain JSON objects. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a string; anything else counts as the empty string. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Comma separated names as a list, blanks dropped. */
export function splitNames(value: unknown): string[] {
  return text(value)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Object type as in `pseudo.type`; users have none. */
export function pseudoType(object: PbxObject): string {
  const pseudo = object.fields['pseudo'];
  const type = isJsonObject(pseudo) ? text(pseudo['type']) : '';
  return type === 'user' ? '' : type;
}

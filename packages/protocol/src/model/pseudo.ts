import { parsePseudoXml, type XmlElement } from './pseudo-xml';
import { isRecord, readText } from './values';

/** Object type and own settings, whichever way they were delivered. */
export interface Pseudo {
  /** "" for a user. */
  readonly type: string;
  /** Settings of an App object, as received; property values may be JSON values or, from XML, texts. */
  readonly app?: Readonly<Record<string, unknown>>;
  /** The JSON as received, if it was JSON: what a write has to start from. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

function fromXml(root: XmlElement): Pseudo {
  const app = root.children.find((child) => child.name === 'app');
  return { type: root.attributes.type ?? '', ...(app && { app: app.attributes }) };
}

/** Reads `pseudo` as JSON (GetObjectResult since 13r3), as XML text (13r2, replication), or missing (users). Never throws. */
export function readPseudo(value: unknown): Pseudo {
  if (typeof value === 'string') {
    const root = parsePseudoXml(value);
    return root ? fromXml(root) : { type: '' };
  }
  if (!isRecord(value)) return { type: '' };
  return { type: readText(value.type) ?? '', ...(isRecord(value.app) && { app: value.app }), raw: value };
}

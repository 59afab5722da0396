import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { storableText } from '../db/storable';

/** An element: its attributes, and its children by name. */
export interface CdrElement {
  attributes: ReadonlyMap<string, string>;
  children(name: string): CdrElement[];
}

/** Why a text is no call data record. */
export type XmlProblem = 'not-whole' | 'no-record';

/** No text of a record is longer. */
const MAX_TEXT = 255;
/** A delivery is one record; a PBX that sends what it kept may join some. */
const MAX_RECORDS = 500;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  attributesGroupName: '$',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 16,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/**
 * Reads the `cdr` elements of a delivery. A document type is refused whatever it says, so that no entity of its own can
 * be declared; text that ends early is not read in part.
 */
export function readCdrXml(text: string): CdrElement[] | XmlProblem {
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text)) return 'not-whole';
  // Records that were kept come one after the other: below one root they are a document.
  const document = `<delivery>${text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '')}</delivery>`;
  let delivery: unknown;
  try {
    if (XMLValidator.validate(document) !== true) return 'not-whole';
    const parsed: unknown = parser.parse(document);
    delivery = isObject(parsed) && Array.isArray(parsed['delivery']) ? parsed['delivery'][0] : undefined;
  } catch {
    // The parser also throws for what it takes for an attack (nesting, reserved names).
    return 'not-whole';
  }
  if (!isObject(delivery) || '#text' in delivery) return 'not-whole';
  const records = childrenOf(delivery, 'cdr');
  return records.length === 0 || records.length > MAX_RECORDS ? 'no-record' : records;
}

/**
 * The characters of a body: as its type or its declaration says, else UTF-8, and Latin-1 for what is none. Undefined for
 * an encoding that no PBX uses.
 */
export function decodeCdr(body: Buffer, contentType: string | undefined): string | undefined {
  const declared =
    /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ??
    /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(body.subarray(0, 200).toString('latin1'))?.[1];
  if (declared !== undefined && !/^(utf-?8|us-ascii|iso-8859-1|latin-?1|windows-1252)$/i.test(declared))
    return undefined;
  if (declared !== undefined && /^(iso|latin|windows)/i.test(declared)) return body.toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    // Firmware has sent Latin-1 under the name of UTF-8: a name with an umlaut is no reason to lose a call.
    return body.toString('latin1');
  }
}

function childrenOf(node: unknown, name: string): CdrElement[] {
  if (!isObject(node)) return [];
  const found = node[name];
  return (Array.isArray(found) ? found : []).map(elementOf);
}

function elementOf(node: unknown): CdrElement {
  const group: unknown = isObject(node) ? node['$'] : undefined;
  const given: unknown = Array.isArray(group) ? group[0] : group;
  const pairs = isObject(given) ? Object.entries(given) : [];
  return {
    attributes: new Map(
      pairs.flatMap(([name, value]) => {
        const text = typeof value === 'string' ? storableText(decodeEntities(value)).trim().slice(0, MAX_TEXT) : '';
        return text === '' ? [] : [[name.toLowerCase(), text] as const];
      }),
    ),
    children: (name) => childrenOf(node, name),
  };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities of XML and characters by number; there are no others without a document type. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (_all, decimal, hex, name) => {
    if (typeof name === 'string') return named[name.toLowerCase()] ?? '';
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\uFFFD';
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One element of the `pseudo` column: name, attributes and child elements, all as text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** Longest text read, and deepest and largest tree; real columns stay below one kilobyte and two levels. */
const MAX_LENGTH = 65_536;
const MAX_DEPTH = 16;
const MAX_ELEMENTS = 2_000;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Decodes the five named entities and numeric references; anything else stays as it is written. */
function unescapeXml(value: string): string {
  return value.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
    (whole, hex: string, dec: string, name: string) => {
      if (name) return ENTITIES[name] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(dec);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function readAttributes(source: string): Readonly<Record<string, string>> {
  const found = [...source.matchAll(/(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(found.map(([, name, double, single]) => [name ?? '', unescapeXml(double ?? single ?? '')]));
}

interface Building {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Building[];
}

/**
 * Reads the XML of the replication column `pseudo`, for example `<pseudo type="app"><app url=".." websocket="true"/></pseudo>`.
 * Never throws: undefined for what is not one well-formed element, or too large. Text content, comments and declarations are
 * skipped; entities are decoded, but none can be declared, so nothing expands.
 */
export function parsePseudoXml(source: string): XmlElement | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const open: Building[] = [];
  let root: Building | undefined;
  let count = 0;
  // Sticky, and the first mismatch ends the reading, so the time stays linear whatever the text.
  const tag = /<!--[\s\S]*?-->|<(?:\?|!(?!--))[^>]*>|<(\/?)([\w:.-]+)(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*)>/y;
  for (let next = source.indexOf('<'); next >= 0; next = source.indexOf('<', tag.lastIndex)) {
    tag.lastIndex = next;
    const match = tag.exec(source);
    if (!match) return undefined;
    const [, slash, name, rest = ''] = match;
    if (name === undefined) continue;
    if (slash === '/') {
      if (open.pop()?.name !== name) return undefined;
      continue;
    }
    const element: Building = { name, attributes: readAttributes(rest), children: [] };
    count += 1;
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else if (root) return undefined;
    else root = element;
    if (!rest.endsWith('/')) open.push(element);
    if (open.length > MAX_DEPTH || count > MAX_ELEMENTS) return undefined;
  }
  return open.length === 0 ? root : undefined;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Attributes of the first element called `element` in the small XML texts in which a PBX describes an object's type
 * (`<pseudo type="app"><app url=".." websocket="true"/></pseudo>`). An element that is not there has none.
 */
export function xmlAttributes(xml: string, element: string): Record<string, string> {
  const tag = new RegExp(`<${element}((?:\\s+[\\w.-]+="[^"]*")*)\\s*/?>`).exec(xml);
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of (tag?.[1] ?? '').matchAll(/([\w.-]+)="([^"]*)"/g)) {
    attributes[name] = unescape(value);
  }
  return attributes;
}

function unescape(value: string): string {
  return value.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name ?? ''] ?? whole;
  });
}

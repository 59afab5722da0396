/** What stands in a log instead of a secret. */
export const REDACTED = '[redacted]';

/** Deepest level written to a log; what lies below is replaced as a whole. */
const MAX_DEPTH = 64;

/** Names of secret fields, lower case, without separators. */
const SECRET_NAMES = new Set([
  'pwd',
  'password',
  'passwd',
  'pass',
  'digest',
  'key',
  'sessionkey',
  'salt',
  'turnpwd',
  'nonce',
  'challenge',
  'response',
  'secret',
  'seed',
  'seed1',
  'apppassword',
  'dbpassword',
  'managerpwd',
  'token',
]);

/** Whether a field of this name is never logged. Case and the separators `-` and `_` do not matter. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return SECRET_NAMES.has(plain) || plain.endsWith('pwd') || plain.endsWith('password') || plain.endsWith('secret');
}

/**
 * A copy of a message (or any JSON value) fit for a log: every secret field, at any depth, is replaced whole. Text that is
 * itself JSON, XML or a query string may carry secrets too: JSON text is redacted inside, and so are XML elements, XML
 * attributes and `name=value` pairs with secret names.
 * Never throws.
 */
export function redact(value: unknown): unknown {
  return redactAt(value, 0);
}

function redactAt(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return REDACTED;
  if (Array.isArray(value)) return value.map((item: unknown) => redactAt(item, depth + 1));
  const entries = Object.entries(value).map(([name, member]: [string, unknown]) => [
    name,
    isSecretName(name) && member !== undefined && member !== null ? REDACTED : redactAt(member, depth + 1),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function redactText(value: string, depth: number): string {
  if (/^\s*[{[]/.test(value)) {
    const inner = parseJson(value);
    return inner === undefined || depth >= MAX_DEPTH ? REDACTED : JSON.stringify(redactAt(inner, depth + 1));
  }
  // The look-behinds keep the engine from trying every letter of a long word, which would take quadratic time.
  const elements = value.replace(
    /<([\w:.-]+)(?![\w:.-])([^<>]*)>([^<]+)(?=<\/)/g,
    (whole, name: string, attributes: string) => (isSecretName(name) ? `<${name}${attributes}>${REDACTED}` : whole),
  );
  return elements.replace(
    /(?<![\w-])([\w-]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s&"'<>]*)/g,
    (whole, name: string, equals: string) => (isSecretName(name) ? `${name}${equals}"${REDACTED}"` : whole),
  );
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // Not JSON after all; the caller replaces the whole text, as it cannot tell what is in it.
    return undefined;
  }
}

/** A text frame fit for a log. A frame that is not JSON is named by its length only. */
export function redactFrame(text: string): string {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) return `[frame of ${text.length} characters, not a JSON object]`;
  return JSON.stringify(redact(parsed));
}

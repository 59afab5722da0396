import { isSecretMark } from './secret-mark';

const secretName =
  /pass(word|wd|phrase)?$|^pwd$|secret|token|digest|private.?key|session.?key|credential|authorization|cookie/i;

/** Names of settings that speak of a secret and hold none. */
const aboutSecret = /(secretExpires|tokenEndpoint|privateKeyId|authorizationUrl)$/;

/**
 * Refuses a record that carries a value under a name that secrets go by. Callers write `'changed'` or the keyed
 * mark of the secret; what slips through here could never be taken out of the append-only log again.
 * @throws {Error} naming the place, never the value
 */
export function assertNoSecrets(value: unknown, path = ''): void {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) assertNoSecrets(inner, `${path}[${index}]`);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const namedBy = fieldNameOf(value);
  for (const [key, inner] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`;
    const holdsValue =
      (secretName.test(key) && !aboutSecret.test(key)) ||
      (namedBy !== undefined && ['from', 'to', 'value'].includes(key));
    if (holdsValue && !isHarmless(inner)) {
      throw new Error(`audit record: ${place} looks like a secret; write 'changed' instead`);
    }
    assertNoSecrets(inner, place);
  }
}

/** A field change names its field beside the values. */
function fieldNameOf(value: object): string | undefined {
  for (const key of ['field', 'wire'] as const) {
    const name = (value as Record<string, unknown>)[key];
    if (typeof name === 'string' && secretName.test(name)) return name;
  }
  return undefined;
}

function isHarmless(value: unknown): boolean {
  return (
    value === undefined || value === null || typeof value === 'boolean' || value === 'changed' || isSecretMark(value)
  );
}

/**
 * The ways in which a secret can be written down: plain, as JSON, in an address, in a form, in hex and in base64. What is
 * shorter than eight characters is left out: it stands somewhere by chance.
 */
export function writtenForms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((shift) => base64Within(bytes, shift));
  return [
    ...new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      encodeURIComponent(secret).replaceAll('%20', '+'),
      hex,
      hex.toUpperCase(),
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ].filter((form) => form.length >= 8);
}

/** The characters of base64 that are the same whatever stands around the bytes, `shift` bytes into a group of three. */
function base64Within(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const from = shift === 0 ? 0 : shift + 1;
  return text.slice(from, text.length - ((bytes.length + shift) % 3 === 0 ? 0 : 1));
}

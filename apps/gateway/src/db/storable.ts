/** Text without NUL and lone surrogates, which PostgreSQL does not store. */
export function storableText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

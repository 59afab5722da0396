/** True when every word of `search` begins somewhere in one of `texts`; accents and case do not matter. */
export function matchesWords(search: string, texts: readonly string[]): boolean {
  const hay = fold(texts.join(' '));
  return fold(search)
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

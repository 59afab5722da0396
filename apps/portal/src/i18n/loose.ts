/** A translator for keys that are known only at run time (from the gateway); look with `has` before. */
export interface LooseTranslator {
  (key: string, values?: Record<string, string | number | Date>): string;
  has: (key: string) => boolean;
}

/**
 * Widens a typed translator: `loose(useTranslations('plans'))('reasons.' + key, params)`. The parity test makes sure that
 * every key of a closed list has its text; open lists need `has` and a text to fall back to.
 */
export function loose(translator: unknown): LooseTranslator {
  return translator as LooseTranslator;
}

/** The numbering plan of a PBX, as the settings `attendant.numbering.*` and `attendant.skystonePrefix` have it. */
export interface NumberingPlan {
  /** Extensions, one pattern each: digits, and `x` for any digit. */
  readonly internalPatterns: readonly string[];
  /** Dialled before public numbers, for example to seize a line. */
  readonly outgoingPrefix: string;
  /** What the PBX puts before the numbers of public callers. */
  readonly incomingPrefix: string;
  /** Country of the PBX without + or zeros, for example 49; empty = national numbers stay as they are. */
  readonly countryCode: string;
  /** Dialled before public numbers that go through Skystone; empty = that way is closed. */
  readonly skystonePrefix: string;
}

/** What a console should have the PBX dial. `public` numbers leave the PBX, `feature` codes have a star or a hash. */
export type Dialling =
  | { readonly kind: 'internal' | 'public' | 'feature'; readonly dialled: string }
  | { readonly kind: 'refused'; readonly code: 'not-dialable' | 'not-external' | 'skystone-off' };

/** Who calls. `number` is for people and lists: an extension, E.164 with +, or as received where nothing better is known. */
export interface Caller {
  readonly kind: 'internal' | 'public' | 'unknown';
  readonly number: string;
}

/** Most characters that are dialled. */
const MAX_DIALLED = 32;

/** Countries whose national numbers keep their leading zero behind the country code (ITU-T national numbering plans). */
const KEEPS_ZERO = new Set(['39', '225', '378', '379']);

/** How people write numbers: blanks, dots, dashes, slashes, brackets, and the zero in brackets behind a country code. */
const SEPARATORS = /[\s.\-/()\u00a0\u2010-\u2015\u202f]/g;

/** The number without what people put between digits, or undefined when something is left that cannot be dialled. */
export function bareNumber(number: string): string | undefined {
  const bare = number.replace(/^(\s*\+[\d\s.-]*)\(0\)/, '$1').replace(SEPARATORS, '');
  return /^\+?[\d*#]+$/.test(bare) && bare.length <= MAX_DIALLED ? bare : undefined;
}

/** Whether a number is an extension: as long as one of the patterns and equal to it, where `x` equals every digit. */
export function isInternal(number: string, plan: Pick<NumberingPlan, 'internalPatterns'>): boolean {
  return plan.internalPatterns.some(
    (pattern) =>
      pattern.length === number.length &&
      pattern !== '' &&
      pattern.split('').every((sign, at) => (/x/i.test(sign) ? /\d/.test(number[at] ?? '') : sign === number[at])),
  );
}

/**
 * What to dial for a number as somebody typed it or as a list shows it. Extensions and feature codes are dialled as they
 * are; a public number gets the outgoing prefix, or the Skystone prefix instead when that way is asked for. A leading + is
 * dialled as 00. Never throws.
 */
export function dial(number: string, plan: NumberingPlan, via?: 'skystone'): Dialling {
  const bare = bareNumber(number);
  if (bare === undefined) return { kind: 'refused', code: 'not-dialable' };
  if (via === 'skystone' && plan.skystonePrefix === '') return { kind: 'refused', code: 'skystone-off' };
  const kind = /[*#]/.test(bare) ? 'feature' : isInternal(bare, plan) ? 'internal' : 'public';
  if (kind !== 'public') {
    // A + has no place in a feature code.
    if (bare.startsWith('+')) return { kind: 'refused', code: 'not-dialable' };
    return via === 'skystone' ? { kind: 'refused', code: 'not-external' } : { kind, dialled: bare };
  }
  const prefix = via === 'skystone' ? plan.skystonePrefix : plan.outgoingPrefix;
  return { kind, dialled: prefix + bare.replace(/^\+/, '00') };
}

/**
 * Who calls, from the number that the PBX tells. The incoming prefix is taken off; international numbers get a +, national
 * ones the country code in place of their leading zero (which some countries keep). Everything else stays as it came.
 * Never throws.
 */
export function readCaller(number: string, plan: NumberingPlan): Caller {
  const bare = bareNumber(number);
  if (bare === undefined || /[*#]/.test(bare)) return { kind: 'unknown', number: number.trim() };
  if (isInternal(bare, plan)) return { kind: 'internal', number: bare };
  if (bare.startsWith('+')) return { kind: 'public', number: bare };
  const { incomingPrefix, countryCode } = plan;
  const hasPrefix = incomingPrefix !== '' && bare.startsWith(incomingPrefix) && bare.length > incomingPrefix.length;
  const outside = hasPrefix ? bare.slice(incomingPrefix.length) : bare;
  return { kind: 'public', number: international(outside, countryCode) };
}

function international(number: string, countryCode: string): string {
  if (/^00[1-9]/.test(number)) return `+${number.slice(2)}`;
  if (countryCode === '' || !/^0[1-9]/.test(number)) return number;
  return `+${countryCode}${KEEPS_ZERO.has(countryCode) ? number : number.slice(1)}`;
}

/** Whether a caller's number is long enough to be looked up in directories. Digits count, signs do not. */
export function isLongEnoughToLookUp(number: string, minLookupLength: number): boolean {
  const digits = number.match(/\d/g)?.length ?? 0;
  return digits > 0 && digits >= minLookupLength;
}

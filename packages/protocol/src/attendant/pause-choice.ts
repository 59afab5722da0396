/** What a request to pause comes to, by the reasons of the settings. */
export type PauseChoice =
  | { readonly kind: 'chosen'; readonly reason: string | undefined }
  | { readonly kind: 'refused'; readonly code: 'reason-required' | 'unknown-reason' };

/**
 * The rule of the pause reasons: with none a pause asks for nothing (and a reason that comes all the same is unknown), a
 * single one is used by itself, of several one must be chosen. Reasons are compared exactly.
 */
export function choosePauseReason(reasons: readonly string[], wanted: string | undefined): PauseChoice {
  if (wanted !== undefined && wanted !== '') {
    return reasons.includes(wanted) ? { kind: 'chosen', reason: wanted } : { kind: 'refused', code: 'unknown-reason' };
  }
  if (reasons.length > 1) return { kind: 'refused', code: 'reason-required' };
  return { kind: 'chosen', reason: reasons[0] };
}

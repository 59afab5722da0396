import type { ReasonInput } from './input';

/** The reasons with one more at the end, and its id. */
export function withReason(reasons: readonly ReasonInput[]): { reasons: ReasonInput[]; id: number } {
  const id = Math.max(-1, ...reasons.map((reason) => reason.id)) + 1;
  return { reasons: [...reasons, { id, text: '', translations: {} }], id };
}

/** The reasons with one of them moved up (-1) or down (1); the same list where it is at the end already. */
export function movedReason(reasons: readonly ReasonInput[], id: number, by: -1 | 1): readonly ReasonInput[] {
  const from = reasons.findIndex((reason) => reason.id === id);
  const to = from + by;
  const [reason, other] = [reasons[from], reasons[to]];
  if (reason === undefined || other === undefined) return reasons;
  return reasons.map((one, index) => (index === from ? other : index === to ? reason : one));
}

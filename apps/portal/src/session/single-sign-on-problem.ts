import { type SingleSignOnProblem, singleSignOnProblems } from '@switchroom/contracts';

/** A code of `?error=` that we know; anything else in the address is nothing. */
export function problemOf(value: string | string[] | undefined): SingleSignOnProblem | undefined {
  return singleSignOnProblems.find((problem) => problem === value);
}

import type { ErrorText } from '../trpc/use-error-text';

/** What happened, what it means and what to do, in one line. */
export function errorLine({ title, meaning, cure }: ErrorText): string {
  return `${title}. ${meaning} ${cure}`;
}

/** Without what it means, where that is plain from what was asked. */
export function shortErrorLine({ title, cure }: ErrorText): string {
  return `${title}. ${cure}`;
}

/** The sentence of the field that was refused, whichever it is. */
export function refusedField({ fields }: ErrorText): string | undefined {
  return Object.values(fields)[0];
}

import type { ErrorText } from '../../trpc/use-error-text';

/** One line for a dialog: what the rule of the field says, else what happened and what to do. */
export function refusalText(text: ErrorText, field: string): string {
  return text.fields[field] ?? `${text.title}. ${text.meaning} ${text.cure}`;
}

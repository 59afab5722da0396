/** An error in one line, for dialogs. */
export function errorLine(text: { title: string; meaning: string; cure: string }): string {
  return `${text.title}. ${text.meaning} ${text.cure}`;
}

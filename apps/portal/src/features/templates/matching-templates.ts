import type { TemplateRow } from '@switchroom/contracts';

/** Templates whose name, parents or apps hold the text, whatever the case. */
export function matchingTemplates(rows: readonly TemplateRow[], text: string): TemplateRow[] {
  const wanted = text.trim().toLocaleLowerCase();
  return rows.filter((row) =>
    [row.name, ...row.parents, ...row.apps].some((one) => one.toLocaleLowerCase().includes(wanted)),
  );
}

/** Texts of the gateway's field errors by the key of the setting they are about; others are left out. */
export function refusalsByKey(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([path, text]) =>
      path.startsWith('changes.') && path.slice(8).includes('.') ? [[path.slice(8), text]] : [],
    ),
  );
}

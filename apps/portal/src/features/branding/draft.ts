import { type OwnBranding, type UpdateBrandingInput, updateBrandingInput } from '@switchroom/contracts';

/** The form as it is typed; empty means "none". */
export interface BrandingDraft {
  productName: string;
  hostName: string;
  accentLight: string;
  accentDark: string;
  mailFromName: string;
  mailReplyTo: string;
  /** A new file, the wish to have none, or what is there already. */
  logo: { kind: 'kept' } | { kind: 'none' } | { kind: 'new'; base64: string; type: string };
}

export const draftFields = [
  'productName',
  'hostName',
  'accentLight',
  'accentDark',
  'mailFromName',
  'mailReplyTo',
] as const;
export type DraftField = (typeof draftFields)[number];

/** The form for a branding, or an empty one. */
export function draftOf(own: OwnBranding | null): BrandingDraft {
  return {
    productName: own?.productName ?? '',
    hostName: own?.hostName ?? '',
    accentLight: own?.accentLight ?? '',
    accentDark: own?.accentDark ?? '',
    mailFromName: own?.mailFromName ?? '',
    mailReplyTo: own?.mailReplyTo ?? '',
    logo: { kind: 'kept' },
  };
}

/** Whether saving would change anything. */
export function isChanged(draft: BrandingDraft, own: OwnBranding | null): boolean {
  const before = draftOf(own);
  return draft.logo.kind !== 'kept' || draftFields.some((field) => draft[field].trim() !== before[field]);
}

/** What would be sent, or the rule that each wrong field breaks. */
export function checkDraft(
  draft: BrandingDraft,
  organisationId: string,
  version: number,
): { input: UpdateBrandingInput } | { rules: Partial<Record<string, string>> } {
  const orNull = (value: string): string | null => (value.trim() === '' ? null : value);
  const logo = draft.logo.kind === 'kept' ? {} : { logo: draft.logo.kind === 'new' ? draft.logo.base64 : null };
  const checked = updateBrandingInput.safeParse({
    organisationId,
    version,
    productName: draft.productName,
    hostName: orNull(draft.hostName),
    accentLight: orNull(draft.accentLight),
    accentDark: orNull(draft.accentDark),
    mailFromName: orNull(draft.mailFromName),
    mailReplyTo: orNull(draft.mailReplyTo),
    ...logo,
  });
  if (checked.success) return { input: checked.data };
  const rules: Partial<Record<string, string>> = {};
  for (const { path, message } of checked.error.issues) rules[String(path[0])] ??= message;
  return { rules };
}

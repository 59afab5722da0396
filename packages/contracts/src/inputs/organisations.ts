import { z } from 'zod';
import { organisationKinds } from '../organisations/kinds';
import { pageInput, tenantInput } from './common';

export const organisationNameSchema = z.string().trim().min(1, 'name-required').max(80, 'too-long');

export const organisationSortKeys = ['name', 'kind', 'organisations', 'pbxs', 'people'] as const;

/** What hangs below an organisation: its children, or everything down to the last site. */
export const listOrganisationsInput = tenantInput.extend({
  ...pageInput,
  depth: z.enum(['children', 'subtree']).default('children'),
  q: z.string().trim().max(100).default(''),
  kinds: z.array(z.enum(organisationKinds)).default([]),
  /** Archived ones too. */
  archived: z.boolean().default(false),
  sort: z.enum(organisationSortKeys).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
});
export type ListOrganisationsInput = z.infer<typeof listOrganisationsInput>;

/** `organisationId` is the one it hangs below. */
export const createOrganisationInput = tenantInput.extend({
  name: organisationNameSchema,
  kind: z.enum(organisationKinds),
});
export type CreateOrganisationInput = z.infer<typeof createOrganisationInput>;

const versioned = {
  /** The row version the page was opened with; another one is refused as `plan-outdated`. */
  version: z.number().int(),
};

export const renameOrganisationInput = tenantInput.extend({ ...versioned, name: organisationNameSchema });
export type RenameOrganisationInput = z.infer<typeof renameOrganisationInput>;

/** `parentId` is the organisation it is to hang below. */
export const previewMoveInput = tenantInput.extend({ parentId: z.uuid() });

export const moveOrganisationInput = previewMoveInput.extend({
  /** Of the preview that the person saw: when another one would be made now, the move is refused as `plan-outdated`. */
  digest: z.string().length(64),
});
export type MoveOrganisationInput = z.infer<typeof moveOrganisationInput>;

/** Archiving asks for the organisation's name, typed: it takes the links of all PBXes below down. */
export const archiveOrganisationInput = tenantInput.extend({ ...versioned, confirmName: z.string().max(200) });
export type ArchiveOrganisationInput = z.infer<typeof archiveOrganisationInput>;

export const restoreOrganisationInput = tenantInput.extend(versioned);

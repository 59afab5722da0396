import type { SealedOwner } from './secrets-port';
import { systemSecretOwner } from './system-secrets';

/** A column with sealed values: where it is, how its rows are told apart, and what each value is sealed for. */
export interface SealedColumn {
  /** `table.column` */
  name: string;
  table: string;
  column: string;
  /** Column with the id of the data key. */
  dataKey: string;
  /** Unique column that rows are walked through by. */
  key: string;
  /** Columns that the owner follows from. */
  facts: readonly string[];
  owner(row: Record<string, unknown>): SealedOwner;
}

const ofOrganisation =
  (purpose: string) =>
  (row: Record<string, unknown>): SealedOwner => ({
    organisationId: String(row['organisation_id']),
    id: String(row['id']),
    purpose,
  });

function sealedColumn(
  table: string,
  column: string,
  rest: Pick<SealedColumn, 'key' | 'facts' | 'owner'>,
): SealedColumn {
  return { name: `${table}.${column}`, table, column, dataKey: 'data_key_id', ...rest };
}

/**
 * Every column with sealed values there is: what a rotation seals anew. A test compares it with the schema's binary
 * columns, and another one seals through the rooms and opens through this.
 */
export const sealedColumns: readonly SealedColumn[] = [
  sealedColumn('pbx_secrets', 'sealed', {
    key: 'id',
    facts: ['organisation_id', 'purpose'],
    owner: (row) => ofOrganisation(String(row['purpose']))(row),
  }),
  sealedColumn('operations', 'sealed_secret', {
    key: 'id',
    facts: ['organisation_id'],
    owner: ofOrganisation('app-password'),
  }),
  sealedColumn('identity_providers', 'sealed_secret', {
    key: 'id',
    facts: ['organisation_id'],
    owner: ofOrganisation('oidc-client-secret'),
  }),
  sealedColumn('outgoing_mails', 'sealed', {
    key: 'id',
    facts: ['organisation_id'],
    owner: ofOrganisation('mail'),
  }),
  sealedColumn('setting_values', 'sealed_value', {
    key: 'id',
    facts: ['organisation_id'],
    owner: ofOrganisation('setting'),
  }),
  sealedColumn('setting_change_items', 'sealed_after', {
    key: 'id',
    facts: ['organisation_id'],
    owner: ofOrganisation('setting-change'),
  }),
  sealedColumn('cdr_intakes', 'sealed_password', {
    key: 'id',
    facts: ['organisation_id'],
    owner: ofOrganisation('cdr-intake'),
  }),
  sealedColumn('system_secrets', 'sealed', {
    key: 'name',
    facts: [],
    owner: ({ name }) => systemSecretOwner(String(name)),
  }),
];

/** Binary columns that hold something else than a sealed value. */
export const unsealedBinaryColumns: readonly string[] = [
  // Wrapped by the key-encryption key.
  'data_keys.wrapped',
  'audit_checkpoints.signature',
  'branding.logo',
  'branding.logo_hash',
];

import { AppError } from '@switchroom/contracts';
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { beyondScope, type Tx } from '../db/database';
import { organisationPolicies, organisations, pbxs, settingLocks, settingValues } from '../db/schema/index';
import { type OwnValue, SettingsTree, type SettingTarget } from './tree';

/** What of the tree is read: organisations with everything below them, and single PBXes. */
interface Part {
  paths: readonly string[];
  pbxIds: readonly string[];
  /** The organisations without what is below them. */
  alone?: boolean;
}

/** A part of the tree, and the smallest number of PBXes from which on a second person is asked, by organisation. */
export interface LoadedTree {
  tree: SettingsTree;
  approvalPbxs: ReadonlyMap<string, number>;
}

const organisationColumns = {
  id: organisations.id,
  name: organisations.name,
  kind: organisations.kind,
  path: organisations.path,
};
/** All but what is sealed: a secret is never read where only its being there counts. */
const valueColumns = {
  id: settingValues.id,
  organisationId: settingValues.organisationId,
  pbxId: settingValues.pbxId,
  key: settingValues.key,
  value: settingValues.value,
  revision: settingValues.revision,
  setBy: settingValues.setBy,
  setByName: settingValues.setByName,
  setAt: settingValues.setAt,
};
const pbxColumns = { id: pbxs.id, name: pbxs.name, organisationId: pbxs.organisationId };

/** Where targets stand: paths of organisations, and of the organisations of PBXes. */
export interface TargetPaths {
  organisations: ReadonlyMap<string, string>;
  pbxs: ReadonlyMap<string, string>;
}

/**
 * Looks the targets up in the scope of `tx`.
 * @throws {AppError} `not-found` when one of them is missing or outside of it
 */
export async function pathsOf(tx: Tx, targets: readonly SettingTarget[]): Promise<TargetPaths> {
  const organisationIds = [...new Set(targets.flatMap((each) => ('pbxId' in each ? [] : [each.organisationId])))];
  const pbxIds = [...new Set(targets.flatMap((each) => ('pbxId' in each ? [each.pbxId] : [])))];
  const found = await tx
    .select({ id: organisations.id, path: organisations.path })
    .from(organisations)
    .where(inArray(organisations.id, organisationIds));
  const linked = await tx
    .select({ id: pbxs.id, path: organisations.path })
    .from(pbxs)
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(inArray(pbxs.id, pbxIds));
  if (found.length < organisationIds.length || linked.length < pbxIds.length) {
    throw new AppError('not-found', { message: 'a place of settings is missing or out of reach' });
  }
  return {
    organisations: new Map(found.map(({ id, path }) => [id, path])),
    pbxs: new Map(linked.map(({ id, path }) => [id, path])),
  };
}

/** What a change at these targets can concern: everything below the organisations, and the PBXes themselves. */
export function partBelow({ organisations: places, pbxs: linked }: TargetPaths): Part {
  const paths = [...new Set(places.values())];
  return {
    paths: paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(other))),
    pbxIds: [...linked.keys()],
  };
}

/**
 * Reads a part of the tree and everything above it in a constant number of queries. The part itself is read in the scope
 * of `tx`; what lies above counts whatever that scope is. `keys` narrows values and locks.
 */
export async function loadTree(tx: Tx, part: Part, keys?: readonly string[]): Promise<LoadedTree> {
  const paths = part.alone === true ? [] : part.paths;
  const inPart = sql<boolean>`exists (
    select 1 from unnest(${sql.param(paths)}::text[]) as top where starts_with(${organisations.path}, top))`;
  const below = await tx.select(organisationColumns).from(organisations).where(inPart);
  const linked = await tx
    .select({ ...pbxColumns, path: organisations.path })
    .from(pbxs)
    .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
    .where(or(inPart, inArray(pbxs.id, [...part.pbxIds])));
  const known = [...below.map(({ path }) => path), ...linked.map(({ path }) => path), ...part.paths];
  const ids = new Set(known.flatMap((path) => path.split('/').filter((each) => each !== '')));
  return await beyondScope(tx, () => loadFacts(tx, { ids: [...ids], below, linked, part }, keys));
}

async function loadFacts(
  tx: Tx,
  found: {
    ids: readonly string[];
    below: readonly { id: string }[];
    linked: readonly { id: string; name: string; organisationId: string }[];
    part: Part;
  },
  keys: readonly string[] | undefined,
): Promise<LoadedTree> {
  const { ids, below, linked, part } = found;
  const rows = await tx
    .select({ organisation: organisationColumns, approvalPbxs: organisationPolicies.settingApprovalPbxs })
    .from(organisations)
    .leftJoin(organisationPolicies, eq(organisationPolicies.organisationId, organisations.id))
    .where(inArray(organisations.id, [...ids]));
  const values = await tx
    .select(valueColumns)
    .from(settingValues)
    .where(
      and(
        inArray(settingValues.organisationId, [...ids]),
        or(
          isNull(settingValues.pbxId),
          inArray(
            settingValues.organisationId,
            below.map(({ id }) => id),
          ),
          inArray(settingValues.pbxId, [...part.pbxIds]),
        ),
        keys && inArray(settingValues.key, [...keys]),
      ),
    );
  const locks = await tx
    .select()
    .from(settingLocks)
    .where(and(inArray(settingLocks.organisationId, [...ids]), keys && inArray(settingLocks.key, [...keys])));
  return {
    tree: new SettingsTree({
      organisations: rows.map(({ organisation }) => organisation),
      pbxs: linked,
      values: values.map((row): OwnValue => ({ ...row, value: row.value ?? `secret ${row.id} ${row.revision}` })),
      locks,
    }),
    approvalPbxs: new Map(
      rows.flatMap(({ organisation, approvalPbxs }) =>
        approvalPbxs === null ? [] : [[organisation.id, approvalPbxs] as const],
      ),
    ),
  };
}

import {
  isReadOnly,
  neverInImpersonation,
  neverInTokens,
  type Permission,
  permissionsOfRole,
  type Role,
  stepUpPermissions,
} from '@switchroom/contracts';

/**
 * What must come of a call, told from the tree, the memberships and the role table alone. Nothing here asks the gateway: this
 * is the rule that the gateway is held against.
 */
export type Outcome =
  | 'reached'
  | 'signed-out'
  | 'not-found'
  | 'second-factor-required'
  | 'forbidden'
  | 'step-up-required';

/** An organisation as far as access depends on it. */
export interface OracleOrganisation {
  id: string;
  parent: OracleOrganisation | undefined;
  archived?: boolean;
  requireSecondFactor?: boolean;
  forbidImpersonation?: boolean;
}

export interface OracleMembership {
  organisation: OracleOrganisation;
  role: Role;
  /** Of a custom role. */
  permissions?: readonly Permission[];
}

export interface OracleCaller {
  memberships: readonly OracleMembership[];
  /** Undefined for a token. */
  session?: { fresh: boolean; secondFactor: boolean };
  token?: { organisation: OracleOrganisation; permissions: readonly Permission[] };
  impersonation?: { mode: 'view' | 'act'; actor: readonly OracleMembership[] };
}

/** `organisation` is undefined when there is none of that id; `caller` when nobody is signed in. */
export function expectedOutcome(
  caller: OracleCaller | undefined,
  organisation: OracleOrganisation | undefined,
  call: { permission: Permission; changes: boolean },
): Outcome {
  if (caller === undefined) return 'signed-out';
  if (organisation === undefined) return 'not-found';
  const line = upwards(organisation);
  const some = (is: (one: OracleOrganisation) => boolean | undefined) => line.some((one) => is(one) === true);
  const held = heldIn(caller.memberships, line);
  if (held === undefined) return 'not-found';
  const { token, impersonation, session } = caller;
  if (token !== undefined && !line.includes(token.organisation)) return 'not-found';
  const actors = impersonation && heldIn(impersonation.actor, line);
  if (impersonation !== undefined) {
    const right = impersonation.mode === 'view' ? 'members:view-as' : 'members:act-as';
    if (actors?.has(right) !== true || some((one) => one.forbidImpersonation)) return 'not-found';
  }
  if (session?.secondFactor === false && some((one) => one.requireSecondFactor)) return 'second-factor-required';
  const { permission } = call;
  const may =
    held.has(permission) &&
    (token === undefined || (token.permissions.includes(permission) && !neverInTokens.has(permission))) &&
    (impersonation === undefined ||
      (actors?.has(permission) === true &&
        !neverInImpersonation.has(permission) &&
        (impersonation.mode === 'act' || (isReadOnly(permission) && !call.changes)))) &&
    (!some((one) => one.archived) || isReadOnly(permission) || permission === 'organisations:archive');
  if (!may) return 'forbidden';
  if (stepUpPermissions.has(permission) && token === undefined && session?.fresh !== true) return 'step-up-required';
  return 'reached';
}

/** It and everything above it. */
function upwards(organisation: OracleOrganisation): OracleOrganisation[] {
  return [organisation, ...(organisation.parent === undefined ? [] : upwards(organisation.parent))];
}

/** What the roles allow that are held somewhere in the line; undefined when none is. */
function heldIn(
  memberships: readonly OracleMembership[],
  line: readonly OracleOrganisation[],
): Set<Permission> | undefined {
  const here = memberships.filter(({ organisation }) => line.includes(organisation));
  if (here.length === 0) return undefined;
  return new Set(here.flatMap(({ role, permissions }) => permissionsOfRole(role, permissions)));
}

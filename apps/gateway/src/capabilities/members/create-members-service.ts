import { AppError, type MemberDetail, type MemberRefusal } from '@switchroom/contracts';
import type { AuditLog } from '../../audit/port';
import type { AccountStore } from '../../auth/port';
import { namedAncestors } from '../../auth/role-choice';
import { type Database, systemScope } from '../../db/database';
import type { GatewayBus } from '../../events';
import type { Mailer } from '../../mail/port';
import { changeRole, removeMember } from './change-member';
import { explainMember } from './explain-member';
import { endSessions, removeSecondFactor, sendPasswordReset } from './help-member';
import { findMember, listMembers, toRow, type View } from './members.queries';
import type { Asking, MembersService } from './members.service';
import { elsewhereRefusal, type PermissionsIn, strengthRefusal } from './who-may';

export interface MembersDependencies {
  db: Database;
  audit: AuditLog;
  bus: GatewayBus;
  mailer: Mailer;
  accounts: Pick<AccountStore, 'guards' | 'requestPasswordReset' | 'endSessions' | 'removeSecondFactor'>;
  permissionsIn: PermissionsIn;
}

/** People and their roles: who is there, what they may do and why, and what is done to them. */
export function createMembersService(dependencies: MembersDependencies): MembersService {
  const { db } = dependencies;
  return {
    list: (asking, input) => db.inScope(systemScope, (tx) => listMembers(tx, viewOf(asking), input)),
    get: (asking, memberId) => memberDetail(dependencies, asking, memberId),
    explain: (asking, userId) => explainMember(db, asking, userId),
    changeRole: (tenant, caller, input) => changeRole(dependencies, tenant, caller, input),
    remove: (tenant, caller, input) => removeMember(dependencies, tenant, caller, input),
    sendPasswordReset: (tenant, caller, input) => sendPasswordReset(dependencies, tenant, caller, input),
    endSessions: (tenant, caller, memberId) => endSessions(dependencies, tenant, caller, memberId),
    removeSecondFactor: (tenant, caller, input) => removeSecondFactor(dependencies, tenant, caller, input),
  };
}

function viewOf({ tenant, caller, roots }: Asking): View {
  return {
    organisationId: tenant.organisationId,
    path: tenant.path,
    userId: caller.id,
    named: namedAncestors(tenant.path, roots),
  };
}

/** The row with what the caller may do about it, decided in the organisation where the role is held. */
async function memberDetail(
  { db, accounts, permissionsIn }: MembersDependencies,
  asking: Asking,
  memberId: string,
): Promise<MemberDetail> {
  const view = viewOf(asking);
  const record = await db.inScope(systemScope, (tx) => findMember(tx, view, memberId));
  if (record === undefined) throw new AppError('not-found');
  const row = toRow(record, view);
  if (row.inherited)
    return { ...row, acts: acts('member-inherited', 'member-inherited', 'member-inherited'), account: null };
  const { organisationId, userId } = record.member;
  const held = (await permissionsIn(asking.caller, [organisationId])).get(organisationId) ?? new Set();
  const strength = await strengthRefusal(db, { userId, organisationId, callerId: asking.caller.id, held });
  const manage = held.has('members:manage') ? strength : 'member-not-allowed';
  if (!held.has('members:help'))
    return { ...row, acts: acts(manage, 'member-not-allowed', 'member-not-allowed'), account: null };
  const whole = strength ?? (await elsewhereRefusal({ db, permissionsIn }, asking.caller, userId));
  // Anybody can have a reset mail sent to that address from the sign-in page, so strength does not matter there.
  const mail = userId === asking.caller.id ? 'member-own' : null;
  return { ...row, acts: acts(manage, mail, whole), account: await accounts.guards(userId) };
}

/** `role`: against changing it; `mail`: against a reset by mail; `account`: against touching the account as a whole. */
function acts(
  role: MemberRefusal | null,
  mail: MemberRefusal | null,
  account: MemberRefusal | null,
): MemberDetail['acts'] {
  return { changeRole: role, remove: role, sendPasswordReset: mail, endSessions: account, removeSecondFactor: account };
}

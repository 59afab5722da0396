import { randomUUID } from 'node:crypto';
import type { GatewayEventMap } from '../../src/events';
import { createAuditLog } from '../../src/audit/audit-log';
import { createAccountStore } from '../../src/auth/accounts';
import type { Caller } from '../../src/auth/caller';
import type { AccountStore } from '../../src/auth/port';
import { createBus } from '../../src/bus';
import { createInvitationsService } from '../../src/capabilities/members/create-invitations-service';
import { createMembersService } from '../../src/capabilities/members/create-members-service';
import type { InvitationsService } from '../../src/capabilities/members/invitations.service';
import type { Asking, MembersService } from '../../src/capabilities/members/members.service';
import { createRolesService } from '../../src/capabilities/roles/create-roles-service';
import type { RolesService } from '../../src/capabilities/roles/roles.service';
import { createAccessService } from '../../src/capabilities/session/create-access-service';
import type { AccessService } from '../../src/capabilities/session/access.service';
import { createPool } from '../../src/db/pool';
import { authRole } from '../../src/db/roles';
import type { Tenant } from '../../src/db/tenant';
import type { MailMessage } from '../../src/mail/port';
import { silentLogger } from '../../src/observability/logger';
import { type GatewayDatabase, gatewayDatabase } from './database';
import { createMember, createTree, type TestOrganisation, type TestTree } from './organisations';

/** The rooms of people, roles and invitations over a database of their own, with what they sent and said. */
export interface PeopleWorld extends AsyncDisposable {
  base: GatewayDatabase;
  tree: TestTree;
  access: AccessService;
  members: MembersService;
  invitations: InvitationsService;
  roles: RolesService;
  accounts: AccountStore;
  mails: MailMessage[];
  /** Whom password resets were asked for. */
  resets: { userId: string; locale: string }[];
  /** Payloads of `access.changed`. */
  changed: GatewayEventMap['access.changed'][];
  /** The tenant proof of somebody in an organisation, through the real access check. */
  tenant(person: Caller, organisation: Pick<TestOrganisation, 'id'>): Promise<Tenant>;
  asking(person: Caller, organisation: Pick<TestOrganisation, 'id'>): Promise<Asking>;
  /** Audit entries with that action, oldest first. */
  audited(action: string): Promise<AuditFacts[]>;
}

export interface AuditFacts {
  organisation_id: string;
  actor_id: string;
  target_name: string;
  result: string;
  reason: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export async function createPeopleWorld(
  options: { limits?: { failures: number; windowMs: number } } = {},
): Promise<PeopleWorld> {
  const base = await gatewayDatabase({ max: 10 });
  const { db } = base;
  const audit = createAuditLog();
  const bus = createBus(silentLogger);
  const mails: MailMessage[] = [];
  const resets: { userId: string; locale: string }[] = [];
  const changed: GatewayEventMap['access.changed'][] = [];
  bus.on('access.changed', (payload) => changed.push(payload));
  const pool = createPool({ url: base.url, role: authRole, searchPath: 'auth', max: 2 });
  const accounts: AccountStore = {
    ...createAccountStore(pool),
    requestPasswordReset: async (userId, { locale }) => {
      resets.push({ userId, locale });
      return true;
    },
  };
  const mailer = {
    queue: async (_tx: unknown, message: MailMessage) => {
      mails.push(message);
    },
  };
  const access = createAccessService({ db, audit });
  const request = () => ({ requestId: randomUUID(), address: '127.0.0.1' });
  const tenant: PeopleWorld['tenant'] = (person, { id }) => access.tenantOf(person, id, request());
  const people = { db, audit, bus, accounts, mailer };
  return {
    base,
    tree: await createTree(db),
    access,
    members: createMembersService({ ...people, permissionsIn: (caller, ids) => access.permissionsIn(caller, ids) }),
    invitations: createInvitationsService({ ...people, publicUrl: 'https://portal.example', ...options }),
    roles: createRolesService({ db, audit, bus }),
    accounts,
    mails,
    resets,
    changed,
    tenant,
    asking: async (person, organisation) => ({
      tenant: await tenant(person, organisation),
      caller: person,
      roots: await access.rootsOf(person),
    }),
    audited: (action) =>
      base.sql<AuditFacts>(
        `SELECT organisation_id, actor_id, target_name, result, reason, before, after
         FROM audit_entries WHERE action = $1 ORDER BY at, seq`,
        [action],
      ),
    async [Symbol.asyncDispose]() {
      await pool.end();
      await base.close();
    },
  };
}

type Person = Awaited<ReturnType<typeof createMember>>;
/** One person for each kind of place and strength. */
export type Cast = Record<
  'top' | 'top2' | 'alphaAdmin' | 'alphaHelp' | 'oneAdmin' | 'oneAuditor' | 'twoAdmin' | 'betaAdmin',
  Person
>;

/** These people and nobody else. */
export async function castOf({ base, tree }: PeopleWorld): Promise<Cast> {
  await base.sql('DELETE FROM members');
  const { db } = base;
  return {
    top: await createMember(db, tree.provider, { name: 'Tea Top' }),
    top2: await createMember(db, tree.provider, { name: 'Tom Top' }),
    alphaAdmin: await createMember(db, tree.alpha, { name: 'Ada Alpha' }),
    alphaHelp: await createMember(db, tree.alpha, { role: 'help-desk', name: 'Hans Alpha' }),
    oneAdmin: await createMember(db, tree.alphaOne, { name: 'Ole One' }),
    oneAuditor: await createMember(db, tree.alphaOne, { role: 'auditor', name: 'Una One' }),
    twoAdmin: await createMember(db, tree.alphaTwo, { name: 'Tim Two' }),
    betaAdmin: await createMember(db, tree.beta, { name: 'Bea Beta' }),
  };
}

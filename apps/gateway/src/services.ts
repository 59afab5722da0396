import type { AccountService } from './capabilities/account/account.service';
import type { AccessService } from './capabilities/session/access.service';
import type { AppObjectsService } from './capabilities/app-objects/app-objects.service';
import type { AuditTrailService } from './capabilities/audit-trail/audit-trail.service';
import type { ForwardersService } from './capabilities/audit-trail/forwarders.service';
import type { CallHistoryService, CdrIntakesService } from './capabilities/call-history/call-history.service';
import type { BrandingService } from './capabilities/branding/branding.service';
import type { IdentityProvidersService } from './capabilities/identity-providers/identity-providers.service';
import type { ImpersonationService } from './capabilities/impersonation/impersonation.service';
import type { KeysService } from './capabilities/keys/keys.service';
import type { InvitationsService } from './capabilities/members/invitations.service';
import type { MailService } from './capabilities/mail/mail.service';
import type { MembersService } from './capabilities/members/members.service';
import type { OrganisationsService } from './capabilities/organisations/organisations.service';
import type { PbxsService } from './capabilities/pbxs/pbxs.service';
import type { PoliciesService } from './capabilities/policies/policies.service';
import type { PlansService } from './capabilities/plans/plans.service';
import type { RolesService } from './capabilities/roles/roles.service';
import type { SessionService } from './capabilities/session/session.service';
import type { SetupService } from './capabilities/setup/setup.service';
import type { TemplatesService } from './capabilities/templates/templates.service';
import type { TokensService } from './capabilities/tokens/tokens.service';

/** The service ports that procedures call; built once by the composition root. */
export interface Services {
  policies: PoliciesService;
  account: AccountService;
  access: AccessService;
  session: SessionService;
  setup: SetupService;
  organisations: OrganisationsService;
  branding: BrandingService;
  members: MembersService;
  invitations: InvitationsService;
  roles: RolesService;
  pbxs: PbxsService;
  appObjects: AppObjectsService;
  templates: TemplatesService;
  plans: PlansService;
  auditTrail: AuditTrailService;
  auditForwarders: ForwardersService;
  callHistory: CallHistoryService;
  cdrIntakes: CdrIntakesService;
  keys: KeysService;
  mail: MailService;
  tokens: TokensService;
  impersonation: ImpersonationService;
  identityProviders: IdentityProvidersService;
}

import { accountRouter } from '../capabilities/account/router';
import { appObjectsRouter } from '../capabilities/app-objects/router';
import { auditTrailRouter } from '../capabilities/audit-trail/router';
import { brandingRouter } from '../capabilities/branding/router';
import { connectivityRouter } from '../capabilities/connectivity/router';
import { callHistoryRouter } from '../capabilities/call-history/router';
import { identityProvidersRouter } from '../capabilities/identity-providers/router';
import { impersonationRouter } from '../capabilities/impersonation/router';
import { keysRouter } from '../capabilities/keys/router';
import { invitationsRouter } from '../capabilities/members/invitations-router';
import { mailRouter } from '../capabilities/mail/router';
import { membersRouter } from '../capabilities/members/router';
import { organisationsRouter } from '../capabilities/organisations/router';
import { pbxsRouter } from '../capabilities/pbxs/router';
import { plansRouter } from '../capabilities/plans/router';
import { policiesRouter } from '../capabilities/policies/router';
import { rolesRouter } from '../capabilities/roles/router';
import { sessionRouter } from '../capabilities/session/router';
import { settingsRouter } from '../capabilities/settings/router';
import { setupRouter } from '../capabilities/setup/router';
import { templatesRouter } from '../capabilities/templates/router';
import { tokensRouter } from '../capabilities/tokens/router';
import { router } from './trpc';

/** The only registry of procedures. */
export const appRouter = router({
  setup: setupRouter,
  session: sessionRouter,
  account: accountRouter,
  policies: policiesRouter,
  organisations: organisationsRouter,
  branding: brandingRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  roles: rolesRouter,
  pbxs: pbxsRouter,
  appObjects: appObjectsRouter,
  templates: templatesRouter,
  plans: plansRouter,
  auditTrail: auditTrailRouter,
  callHistory: callHistoryRouter,
  keys: keysRouter,
  mail: mailRouter,
  settings: settingsRouter,
  tokens: tokensRouter,
  impersonation: impersonationRouter,
  identityProviders: identityProvidersRouter,
  connectivity: connectivityRouter,
});
export type AppRouter = typeof appRouter;

import common from './common.json';
import nav from './nav.json';
import session from './session.json';
import setup from './setup.json';
import shell from './shell.json';
import overview from './overview.json';
import pbxs from './pbxs.json';
import link from './link.json';
import sync from './sync.json';
import errors from './errors.json';
import fieldErrors from './fieldErrors.json';
import apps from './apps.json';
import plans from './plans.json';
import audit from './audit.json';
import pbx from './pbx.json';
import certificate from './certificate.json';
import checks from './checks.json';
import templates from './templates.json';
import licences from './licences.json';
import activity from './activity.json';
import appObjects from './appObjects.json';
import addPbx from './addPbx.json';
import access from './access.json';
import account from './account.json';
import branding from './branding.json';
import identityProviders from './identityProviders.json';
import impersonation from './impersonation.json';
import mail from './mail.json';
import members from './members.json';
import organisations from './organisations.json';
import policies from './policies.json';
import tokens from './tokens.json';
import keys from './keys.json';
import settingValues from './settingValues.json';
import settingChanges from './settingChanges.json';
import settings from './settings.json';

export default {
  common,
  nav,
  session,
  setup,
  shell,
  overview,
  pbxs,
  link,
  sync,
  errors,
  fieldErrors,
  apps,
  plans,
  audit,
  pbx,
  certificate,
  checks,
  templates,
  licences,
  activity,
  appObjects,
  addPbx,
  access,
  account,
  branding,
  identityProviders,
  impersonation,
  mail,
  members,
  organisations,
  policies,
  tokens,
  keys,
  settingValues,
  settingChanges,
  settings,
};

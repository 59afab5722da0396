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
import templates from './templates.json';
import licences from './licences.json';
import activity from './activity.json';
import appObjects from './appObjects.json';
import addPbx from './addPbx.json';

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
  templates,
  licences,
  activity,
  appObjects,
  addPbx,
};

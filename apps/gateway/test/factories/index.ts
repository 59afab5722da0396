export { gatewayDatabase, type GatewayDatabase } from './database';
export {
  createMember,
  createOrganisation,
  createTree,
  tenantOf,
  type TestOrganisation,
  type TestTree,
} from './organisations';
export { createPerson, type TestPerson } from './people';
export { createPbx, type TestPbx } from './pbxs';
export { testSecretBox } from './secrets';
export { cookieOf, emptyRooms, postSignIn, recordingServices, signIn, startTestApp, type TestApp } from './app';

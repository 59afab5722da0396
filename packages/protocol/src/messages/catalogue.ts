import {
  AppChallenge,
  AppCheckLogin,
  AppInfo,
  AppLogin,
  CheckBuild,
  ErrorEvent,
  KeepAlive,
  PbxInfo,
} from './app-websocket';

/** Every message this package can read. Adding one here (and a fixture) is all that is needed to have it decoded. */
export const catalogue = [
  AppChallenge,
  AppLogin,
  AppInfo,
  AppCheckLogin,
  CheckBuild,
  PbxInfo,
  KeepAlive,
  ErrorEvent,
] as const;

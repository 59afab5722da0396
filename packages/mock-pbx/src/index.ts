export { NativeAdmin } from './admin';
export type { PbxConfig, StateEvent } from './core';
export {
  type ConnectionView,
  MockPbx,
  type PbxServer,
  serveFleet,
} from './mock-pbx';
export type { AppOption, MockPbxOptions, NodeOption, TemplateOption } from './options';
export type { FleetServer, ServeOptions } from './server';
export { Dialer, type DialerState, type DialOptions, splitAppUrl } from './session/dialer';
export { type FaultKind, type FaultOptions, Faults, type InfoMode } from './session/faults';
export { Journal, type JournalEntry, type JournalFilter, type WriteEntry } from './session/journal';
export type { UserLogin, UserLoginRequest } from './session/user-login';
export { APP_FLAGS, type AppFlag } from './state/catalogue';
export type { DiversionType } from './state/diversions';
export type { Licence } from './state/licences';
export type { CallOrder, LoginEntry } from './state/orders';
export type { DeviceBehaviour, NumberBehaviour } from './state/phones';
export type { Json, JsonObject } from './state/types';
export { type CallView, StateView } from './view';

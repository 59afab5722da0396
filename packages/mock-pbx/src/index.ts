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
export { APP_FLAGS, type AppFlag } from './state/catalogue';
export type { Licence } from './state/licences';
export type { Json, JsonObject } from './state/types';
export { StateView } from './view';

export {
  DEFAULT_MAX_FRAME_BYTES,
  type DecodedMessage,
  decodeFrame,
  type DecodeResult,
  MAX_FRAME_DEPTH,
} from './codec/decode';
export { encodeEvent, encodeFrame, encodeResult, type EnvelopeOptions } from './codec/encode';
export { matchEvent, matchFailure, matchRequest, matchResult } from './codec/match';
export { isSecretName, redact, REDACTED, redactFrame } from './codec/redact';
export { ProtocolError, type ProtocolErrorCode } from './errors';
export { classifyLogin, type LoginClass } from './login/classify';
export { appCheckLoginDigest, challengeText, digestEquals, loginDigest, type LoginIdentity } from './login/digest';
export { decryptWithSeed, encryptWithSeed, rc4, seedHash, sessionKey } from './login/session-key';
export { catalogue } from './messages/catalogue';
export {
  API_IDS,
  type ApiId,
  defineEvent,
  defineRequest,
  type Descriptor,
  type Effect,
  type Envelope,
  type EventDescriptor,
  type EventMessage,
  type Failure,
  type FailureMessage,
  type FieldsOf,
  type Message,
  type ReadRequest,
  type RequestDescriptor,
  type RequestMessage,
  type ResultMessage,
  type ResultOf,
  type SubscribeRequest,
  type WriteRequest,
} from './messages/define';
export * from './messages/app-websocket';
export * from './messages/pbx-admin-objects';
export * from './messages/pbx-admin-lists';
export * from './messages/pbx-admin-system';
export * from './messages/pbx-table-users';
export * from './messages/pbx-api';
export * from './messages/services';
export * from './messages/rcc';
export { type LoginInfo, readLoginInfo, serviceInfoOf } from './model/app-info';
export { APP_FLAGS, type AppFlag, type AppFlags, flagGranting, grantedApis, readAppFlags } from './model/app-flags';
export {
  type AppObject,
  type AppObjectChanges,
  appObjectUpdateFields,
  isObjectFound,
  readAppObject,
} from './model/app-object';
export {
  CALL_FLAGS,
  CALL_PHASES,
  type CallPhase,
  type CallState,
  callStateNumber,
  isCallOver,
  readCallState,
} from './model/call-state';
export { formatCommaList, parseCommaList, sameListItems, withListItem, withoutListItem } from './model/comma-list';
export { type Licence, licenceCovers, type LicenceKind, readLicence } from './model/licence';
export { type Pseudo, readPseudo } from './model/pseudo';
export { parsePseudoXml, type XmlElement } from './model/pseudo-xml';
export {
  LICENCE_FLAGS,
  type LicenceFlag,
  MAX_TEMPLATE_PARENTS,
  readTemplate,
  type Template,
  type TemplateChanges,
  templateLineage,
  templatesGiving,
  templateUpdateFields,
} from './model/template';

export {
  DEFAULT_MAX_FRAME_BYTES,
  type DecodedMessage,
  decodeFrame,
  type DecodeResult,
  MAX_FRAME_DEPTH,
} from './codec/decode';
export { encodeEvent, encodeFrame, encodeResult, type EnvelopeOptions } from './codec/encode';
export { matchEvent, matchFailure, matchRequest, matchResult } from './codec/match';
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

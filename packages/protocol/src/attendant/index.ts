export { attendantBase, attendantCatalogue } from './catalogue';
export { attendantCallState, callEnd, holdState, panicFailure } from './call-state';
export {
  decodeAttendantFrame,
  encodeAttendantFailure,
  type ReadAttendantFailure,
  readAttendantFailure,
} from './codec';
export { ATTENDANT_ERRORS, type AttendantErrorCode, type AttendantFailure } from './errors';
export {
  bareNumber,
  type Caller,
  dial,
  type Dialling,
  isInternal,
  isLongEnoughToLookUp,
  type NumberingPlan,
  readCaller,
} from './numbering';
export { choosePauseReason, type PauseChoice } from './pause-choice';
export {
  admitSeat,
  countSeats,
  isSilent,
  queueChannels,
  type SeatCount,
  type SeatQuantities,
  type SeatRequest,
  type SeatSession,
  type SeatVerdict,
  sweepSeats,
} from './seats';
export * as shapes from './shapes';
export * from './terms';
export * from './calls';
export * from './colleagues';
export * from './dashboard';
export * from './directory';
export * from './history';
export * from './panic';
export * from './parked';
export * from './pause';
export * from './session';

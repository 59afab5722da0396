import type { AttendantErrorCode, AttendantFailure } from '@switchroom/protocol/attendant';

export type RefusalDetails = NonNullable<AttendantFailure['details']>;

/** A request is refused, for a reason that the protocol has a code for. */
export class Refusal extends Error {
  constructor(
    readonly code: AttendantErrorCode,
    readonly details?: RefusalDetails,
  ) {
    super(`refused: ${code}`);
    this.name = 'Refusal';
  }
}

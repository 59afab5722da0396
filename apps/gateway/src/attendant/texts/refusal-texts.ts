import type { AttendantErrorCode } from '@switchroom/protocol/attendant';
import type { RefusalDetails } from '../refusal';

/** One language of the refusals, as the operator reads them at the console. */
export type RefusalTexts = Readonly<Record<AttendantErrorCode, string | ((details: RefusalDetails) => string)>>;

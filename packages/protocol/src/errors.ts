/** Why something could not be put on the wire, or could not be computed. */
export type ProtocolErrorCode = 'unknown-field' | 'invalid-field' | 'too-large' | 'not-serialisable' | 'invalid-hex';

/**
 * Thrown by the outbound half of this package only (encoding, decrypting). The inbound half reports by value and never throws.
 * `field` is the dotted path of the field at fault, empty when the whole frame is meant; the message names it and the cure.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;
  readonly field: string;

  constructor(code: ProtocolErrorCode, field: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.field = field;
  }
}

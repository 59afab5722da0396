import type { LinkReason } from '@switchroom/contracts';

/**
 * Why a request has no result:
 * - `offline`: it was never sent, because the link is not ready and did not become ready in time.
 * - `queue-full`: it was never sent, too many wait for the link already.
 * - `dropped`: it was sent and the connection ended before the answer; what the PBX did is unknown.
 * - `timeout`: it was sent and not answered within the deadline; what the PBX did is unknown.
 * - `aborted`: the caller gave up; `sent` says whether the PBX may have acted.
 * - `refused`: the PBX answered with an error; `text` is its own word.
 * - `bad-answer`: the PBX answered something that is not a result of this request.
 */
export type LinkErrorCode = 'offline' | 'queue-full' | 'dropped' | 'timeout' | 'aborted' | 'refused' | 'bad-answer';

/** A request failed. `sent` is true once the frame may have left, so a write must then not be repeated blindly. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly code: LinkErrorCode;
  readonly sent: boolean;
  /** The peer's own words. */
  readonly text: string | undefined;

  constructor(code: LinkErrorCode, options: { message: string; sent: boolean; text?: string; cause?: unknown }) {
    super(options.message, { cause: options.cause });
    this.code = code;
    this.sent = options.sent;
    this.text = options.text;
  }
}

/** A connection could not be made, or ended: the reason as people see it. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly reason: LinkReason;
  readonly detail: string | undefined;

  constructor(reason: LinkReason, detail?: string, cause?: unknown) {
    super(detail === undefined ? reason : `${reason}: ${detail}`, { cause });
    this.reason = reason;
    this.detail = detail;
  }
}

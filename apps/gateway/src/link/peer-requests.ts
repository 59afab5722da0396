import {
  AppInfo,
  CheckBuild,
  type DecodedMessage,
  encodeFrame,
  encodeResult,
  KeepAlive,
  matchRequest,
} from '@switchroom/protocol';
import type { Clock } from './clock';

/**
 * The answer to a request that the PBX makes of its app service; undefined for one that is not ours to answer.
 * AppInfo: an app without features of its own. CheckBuild: the page is current (no `url`).
 */
export function answerPeer(decoded: DecodedMessage): string | undefined {
  const info = matchRequest(decoded, AppInfo);
  if (info !== undefined) {
    return encodeResult(AppInfo, { app: info.app, info: {}, serviceInfo: { apis: {} } }, { src: info.src });
  }
  const build = matchRequest(decoded, CheckBuild);
  if (build !== undefined) return encodeResult(CheckBuild, {}, { src: build.src });
  return undefined;
}

/**
 * KeepAlive in both directions. A peer may answer ours with its own and may expect an answer to its own; as both sides
 * may do so, an answer is never answered, and no two are answered within a short time.
 */
export class KeepAliveEcho {
  #awaitsAnswer = false;
  #lastEcho = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly quietMs: number,
    private readonly send: (text: string) => void,
  ) {}

  /** Sends ours. */
  beat(): void {
    this.#awaitsAnswer = true;
    this.send(encodeFrame(KeepAlive, {}));
  }

  /** One came in. */
  received(): void {
    if (this.#awaitsAnswer) {
      this.#awaitsAnswer = false;
      return;
    }
    const now = this.clock.now();
    if (now - this.#lastEcho < this.quietMs) return;
    this.#lastEcho = now;
    this.send(encodeFrame(KeepAlive, {}));
  }
}

/** How often a fault strikes; without `times` until `clear()`. */
export interface FaultOptions {
  readonly times?: number;
}

/** What the PBX puts into `info` of the AppLogin it sends. */
export type InfoMode = 'full' | 'empty' | 'missing';

/** Matches every message type. */
const ANY = '*';

interface Rules {
  refuseLogin: undefined;
  wrongPassword: undefined;
  dropBefore: undefined;
  dropAfterExecute: undefined;
  neverAnswer: undefined;
  answerTwice: undefined;
  answerLate: number;
  answerWithOtherSrc: undefined;
  answerWithoutSrc: undefined;
  shuffleAnswers: undefined;
  challengeAsNumber: undefined;
  infoMode: InfoMode;
  unknownFields: undefined;
  unknownMessages: undefined;
  resultWithoutGuid: undefined;
  garbage: readonly (string | Uint8Array)[];
  halfFrame: undefined;
  oversizedFrame: number;
  slow: number;
  failWrite: string;
  silent: undefined;
}
export type FaultKind = keyof Rules;

interface Rule {
  readonly kind: FaultKind;
  readonly mt: string;
  readonly value: Rules[FaultKind];
  remaining: number;
}

/** Frames that are no message: not JSON, not an object, no `mt`, empty, binary. */
const GARBAGE: readonly (string | Uint8Array)[] = [
  'not json {',
  '[1,2,3]',
  '42',
  'null',
  '',
  '{"mt":17}',
  '{"no":"mt"}',
  new Uint8Array([0, 255, 1, 254]),
];

/**
 * Fault switches of one PBX, settable at run time. Every method takes `{times}` (default: until `clear()`) and returns the
 * function that takes this one fault back. `mt` is the type of the request (`UpdateObject`) or `*` for every type.
 */
export class Faults {
  private rules: Rule[] = [];

  /** Refuses a login although the digest is right (served), or logs in with a wrong digest (dialled). */
  refuseLogin = (options?: FaultOptions) => this.add('refuseLogin', ANY, undefined, options);
  /** Computes the digest of its own logins with a wrong password. */
  wrongPassword = (options?: FaultOptions) => this.add('wrongPassword', ANY, undefined, options);
  /** Closes the socket hard when the request arrives; nothing is executed. */
  dropBefore = (mt: string, options?: FaultOptions) => this.add('dropBefore', mt, undefined, options);
  /** Executes the request, never answers and closes the socket: power lost between write and answer. */
  dropAfterExecute = (mt: string, options?: FaultOptions) => this.add('dropAfterExecute', mt, undefined, options);
  /** Executes the request and never answers. */
  neverAnswer = (mt: string, options?: FaultOptions) => this.add('neverAnswer', mt, undefined, options);
  /** Sends the answer twice. */
  answerTwice = (mt: string, options?: FaultOptions) => this.add('answerTwice', mt, undefined, options);
  /** Sends the answer after `ms` milliseconds. */
  answerLate = (mt: string, ms: number, options?: FaultOptions) => this.add('answerLate', mt, ms, options);
  /** Answers with a `src` nobody asked with. */
  answerWithOtherSrc = (mt: string, options?: FaultOptions) => this.add('answerWithOtherSrc', mt, undefined, options);
  /** Answers without `src`. */
  answerWithoutSrc = (mt: string, options?: FaultOptions) => this.add('answerWithoutSrc', mt, undefined, options);
  /** Holds answers back for a moment and sends them in reverse order. */
  shuffleAnswers = (options?: FaultOptions) => this.add('shuffleAnswers', ANY, undefined, options);
  /** Sends the challenge as a JSON number, as old builds do. */
  challengeAsNumber = (options?: FaultOptions) => this.add('challengeAsNumber', ANY, undefined, options);
  /** What `info` of its own logins holds: everything, `{}`, or no `info` at all. */
  infoMode = (mode: InfoMode, options?: FaultOptions) => this.add('infoMode', ANY, mode, options);
  /** Adds fields that no document names to every frame it sends. */
  unknownFields = (options?: FaultOptions) => this.add('unknownFields', ANY, undefined, options);
  /** Sends a message of an unknown type before every frame. */
  unknownMessages = (options?: FaultOptions) => this.add('unknownMessages', ANY, undefined, options);
  /** Leaves `guid` out of the answer. */
  resultWithoutGuid = (mt: string, options?: FaultOptions) => this.add('resultWithoutGuid', mt, undefined, options);
  /** Sends frames that are no messages before the next frame; once unless `times` says otherwise. */
  garbage = (frames: readonly (string | Uint8Array)[] = GARBAGE, options: FaultOptions = { times: 1 }) =>
    this.add('garbage', ANY, frames, options);
  /** Sends half of the frame and cuts the connection; once unless `times` says otherwise. */
  halfFrame = (mt: string = ANY, options: FaultOptions = { times: 1 }) => this.add('halfFrame', mt, undefined, options);
  /** Blows the answer up to `bytes`; once unless `times` says otherwise. */
  oversizedFrame = (mt: string = ANY, bytes = 8 * 1024 * 1024, options: FaultOptions = { times: 1 }) =>
    this.add('oversizedFrame', mt, bytes, options);
  /** Delays every frame it sends by `ms` milliseconds. */
  slow = (ms: number, options?: FaultOptions) => this.add('slow', ANY, ms, options);
  /** Refuses a write, or an order of call control, with this text; nothing is executed. */
  failWrite = (mt: string, errorText: string, options?: FaultOptions) => this.add('failWrite', mt, errorText, options);
  /** Does not answer KeepAlive. */
  silent = (options?: FaultOptions) => this.add('silent', ANY, undefined, options);

  /** Switches every fault off. */
  clear(): void {
    this.rules = [];
  }

  /** True while a fault of this kind is set. */
  active(kind: FaultKind): boolean {
    return this.rules.some((rule) => rule.kind === kind);
  }

  /**
   * The value of the first fault of this kind that applies to one of the message types, in a box, and counts it as one
   * strike; undefined when none applies.
   */
  take<K extends FaultKind>(kind: K, ...types: readonly string[]): { readonly value: Rules[K] } | undefined {
    if (this.rules.length === 0) return undefined;
    const rule = this.rules.find((each) => each.kind === kind && (each.mt === ANY || types.includes(each.mt)));
    if (!rule) return undefined;
    rule.remaining -= 1;
    if (rule.remaining <= 0) this.rules = this.rules.filter((each) => each !== rule);
    return { value: rule.value as Rules[K] };
  }

  private add<K extends FaultKind>(kind: K, mt: string, value: Rules[K], options?: FaultOptions): () => void {
    const times = options?.times ?? Number.POSITIVE_INFINITY;
    if (!(times >= 1)) throw new RangeError(`faults.${kind}: times is ${times}; give 1 or more, or leave it out`);
    const rule: Rule = { kind, mt, value, remaining: times };
    this.rules.push(rule);
    return () => {
      this.rules = this.rules.filter((each) => each !== rule);
    };
  }
}

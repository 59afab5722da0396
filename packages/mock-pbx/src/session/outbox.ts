import { type JsonObject, text } from '../state/types';
import type { Faults } from './faults';

/** How long `shuffleAnswers` collects answers before it sends them in reverse order. */
const SHUFFLE_MS = 25;

/** What the outbox needs of a connection. */
export interface Wire {
  /** Puts a frame on the wire; does nothing when the connection is closed. */
  transmit(frame: string | Uint8Array): void;
  /** Sends half of the frame and cuts the connection. */
  transmitHalf(text: string): void;
}

/** The way of a frame out of the PBX, with the faults that can happen to it. */
export class Outbox {
  private readonly timers = new Set<NodeJS.Timeout>();
  private held: string[] = [];
  private closed = false;

  constructor(
    private readonly faults: Faults,
    private readonly wire: Wire,
  ) {}

  /** Sends an indication, or a request of the PBX's own. */
  event(frame: JsonObject): void {
    this.dispatch(frame, text(frame['mt']), undefined);
  }

  /** Sends the answer to a request of type `requestMt`. */
  answer(frame: JsonObject, requestMt: string): void {
    const { faults } = this;
    const resultMt = text(frame['mt']);
    const types = [requestMt, resultMt];
    if (faults.take('neverAnswer', ...types)) return;
    let body = frame;
    if (faults.take('answerWithOtherSrc', ...types)) body = { ...body, src: `not-${text(body['src']) || 'asked'}` };
    if (faults.take('answerWithoutSrc', ...types)) body = without(body, 'src');
    if (faults.take('resultWithoutGuid', ...types)) body = without(body, 'guid');
    const oversized = faults.take('oversizedFrame', ...types);
    if (oversized) body = { ...body, padding: 'x'.repeat(oversized.value) };
    const copies = faults.take('answerTwice', ...types) ? 2 : 1;
    const late = faults.take('answerLate', ...types);
    const shuffle = late === undefined && faults.take('shuffleAnswers') !== undefined;
    for (let copy = 0; copy < copies; copy += 1) {
      if (late) this.later(late.value, () => this.dispatch(body, requestMt, resultMt));
      else if (shuffle) this.hold(JSON.stringify(body));
      else this.dispatch(body, requestMt, resultMt);
    }
  }

  /** Drops everything that still waits to be sent. */
  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.held = [];
  }

  private dispatch(frame: JsonObject, mt: string, resultMt: string | undefined): void {
    const { faults } = this;
    const types = resultMt === undefined ? [mt] : [mt, resultMt];
    const garbage = faults.take('garbage');
    for (const bytes of garbage?.value ?? []) this.transmit(bytes);
    if (faults.take('unknownMessages')) {
      this.transmit(JSON.stringify({ mt: 'FeatureOfNextYear', api: frame['api'], hint: { nested: [1, 'two', null] } }));
    }
    const body = faults.take('unknownFields') ? { ...frame, 'x-vendor': { nested: [true, null] }, novelty: 16 } : frame;
    const frameText = JSON.stringify(body);
    if (faults.take('halfFrame', ...types)) this.wire.transmitHalf(frameText);
    else this.transmit(frameText);
  }

  private transmit(frame: string | Uint8Array): void {
    const slow = this.faults.take('slow');
    if (slow) this.later(slow.value, () => this.wire.transmit(frame));
    else this.wire.transmit(frame);
  }

  private hold(text: string): void {
    this.held.push(text);
    if (this.held.length > 1) return;
    this.later(SHUFFLE_MS, () => {
      const texts = this.held.reverse();
      this.held = [];
      for (const each of texts) this.transmit(each);
    });
  }

  private later(ms: number, action: () => void): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, ms);
    this.timers.add(timer);
  }
}

function without(frame: JsonObject, field: string): JsonObject {
  const { [field]: _left, ...rest } = frame;
  return rest;
}

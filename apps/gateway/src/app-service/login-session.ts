import {
  AppChallenge,
  AppLogin,
  CheckBuild,
  decodeFrame,
  type DecodedMessage,
  encodeFrame,
  encodeResult,
  KeepAlive,
  matchEvent,
  matchRequest,
  PbxInfo,
} from '@switchroom/protocol';
import type { Clock } from '../link/clock';
import type { Admission, Logger } from '../link/context';
import type { Transport } from '../link/transport';
import type { AttendantDoor, UserLogin } from './attendant-door';
import { judgeLogin, type ReceivedLogin, type Verdict } from './check-login';
import type { DoorCounter } from './door';
import type { InboundPlace } from './inbound';

export interface LoginSessionContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: { count(counter: DoorCounter): void };
  readonly admission: Admission;
  /** Where users go on; without one their logins are refused. */
  readonly attendant: AttendantDoor | undefined;
  readonly newChallenge: () => string;
  /** From the open websocket to the login. */
  readonly handshakeMs: number;
  /** How long PbxInfo is waited for where only it can tell which PBX this is. */
  readonly pbxInfoMs: number;
  /** The socket no longer stands at the door: somebody else has it (a link, or the attendant service), or it is closing. */
  readonly left: (how: 'handed-over' | 'closing') => void;
}

/** A login needs two messages; the rest is room for keep-alives and build checks. */
const MAX_MESSAGES = 12;
const POLICY = 1008;
const GOING_AWAY = 1001;

/**
 * One socket at the door, from its first frame until it was handed over or is closed. We accept it, so we issue the
 * challenge and check the login; nothing else is answered before.
 */
export class LoginSession {
  readonly #abort = new AbortController();
  #challenge: string | undefined;
  #step: 'open' | 'checking' | 'naming' | 'over' = 'open';
  #messages = 0;
  #cancelTimer: () => void = () => undefined;
  /** While the PBX's name is waited for: what came meanwhile, for the link to read. */
  #kept: string[] = [];

  constructor(
    private readonly transport: Transport,
    private readonly place: InboundPlace,
    private readonly context: LoginSessionContext,
  ) {
    this.#limitTime(context.handshakeMs);
    transport.listen({
      message: (text) => this.#receive(text),
      binary: () => this.#misbehaved('a binary frame'),
      pong: () => undefined,
      close: () => this.#leave('closing'),
    });
  }

  close(why: string): void {
    if (this.#step === 'over') return;
    this.#leave('closing');
    this.transport.close(POLICY, why);
  }

  #limitTime(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.context.clock.after(ms, () => {
      this.context.metrics.count('door-timed-out');
      this.close('no login in time');
    });
  }

  #leave(how: 'handed-over' | 'closing'): void {
    if (this.#step === 'over') return;
    this.#step = 'over';
    this.#cancelTimer();
    this.#abort.abort();
    this.context.left(how);
  }

  #receive(text: string): void {
    this.#messages += 1;
    if (this.#messages > MAX_MESSAGES) return this.#misbehaved('too many messages before the login');
    const decoded = decodeFrame(text);
    if (this.#step === 'naming') return this.#named(text, decoded.kind === 'ok' ? decoded : undefined);
    if (decoded.kind === 'unknown') {
      return decoded.envelope.api === undefined ? undefined : this.#misbehaved('an API message before the login');
    }
    if (decoded.kind !== 'ok') return this.#misbehaved('a frame that is no message');
    if (decoded.message.api !== undefined) return this.#misbehaved('an API message before the login');
    if (this.#step !== 'open') return;
    this.#handshake(decoded);
  }

  #handshake(decoded: DecodedMessage): void {
    const asked = matchRequest(decoded, AppChallenge);
    if (asked !== undefined) {
      this.#challenge = this.context.newChallenge();
      return this.transport.send(encodeResult(AppChallenge, { challenge: this.#challenge }, { src: asked.src }));
    }
    const login = matchRequest(decoded, AppLogin);
    if (login !== undefined) {
      this.#check(login, login.src).catch((error: unknown) => {
        // A socket that went away while its login waited is no news.
        if (this.#step === 'over') return;
        const { pbxId } = this.place.target;
        this.context.logger.warn({ err: error, pbxId }, 'a login of a PBX could not be checked');
        this.close('try again later');
      });
      return;
    }
    const build = matchRequest(decoded, CheckBuild);
    if (build !== undefined) return this.transport.send(encodeResult(CheckBuild, {}, { src: build.src }));
    if (matchEvent(decoded, KeepAlive) !== undefined) this.transport.send(encodeFrame(KeepAlive, {}));
  }

  async #check(login: ReceivedLogin, src: string | undefined): Promise<void> {
    const challenge = this.#challenge;
    this.#challenge = undefined;
    if (challenge === undefined) return this.#refuse(src);
    this.#step = 'checking';
    // The peer has done its part; after a restart of ours its login may have to wait for many others.
    this.#limitTime(this.context.handshakeMs * 3);
    const { target, link } = this.place;
    const giveBack = await this.context.admission.acquire(this.#abort.signal);
    try {
      const password = await target.password();
      if (this.#abort.signal.aborted) return;
      const verdict = judgeLogin(login, challenge, password, target);
      const { pbxId } = target;
      const { attendant } = this.context;
      if (verdict.kind === 'user' && attendant !== undefined) {
        this.#accept(login, src);
        return this.#handToAttendant(attendant, verdict.login);
      }
      if (verdict.kind !== 'pbx') {
        this.context.logger.info({ pbxId, peer: this.transport.peer, verdict }, 'a login of a PBX was refused');
        this.#tell(verdict);
        return this.#refuse(src);
      }
      const admitted = link.admits(verdict.pbx);
      if (admitted === 'another-pbx') link.note({ reason: 'another-pbx', detail: verdict.pbx });
      if (admitted === 'another-pbx' || admitted === 'closed') return this.#refuse(src);
      this.#accept(login, src);
      if (admitted === 'yes') return this.#handOver(verdict.pbx);
      this.#step = 'naming';
      this.#cancelTimer();
      this.#cancelTimer = this.context.clock.after(this.context.pbxInfoMs, () => this.#handOver(undefined));
    } finally {
      giveBack();
    }
  }

  /** Whose fault it is, as people see it. A working link is not marked because a stranger knocks. */
  #tell(verdict: Exclude<Verdict, { kind: 'pbx' }>): void {
    const { link } = this.place;
    const reason = verdict.kind === 'user' ? 'not-the-app-object' : verdict.reason;
    const suspicious = verdict.kind === 'refused' && reason === 'not-the-app-object';
    const detail = verdict.kind === 'user' ? verdict.login.user : verdict.detail;
    if (link.state.kind !== 'ready' || suspicious) link.note({ reason, detail });
  }

  #named(text: string, decoded: DecodedMessage | undefined): void {
    this.#kept.push(text);
    const info = decoded && matchEvent(decoded, PbxInfo);
    if (info !== undefined) this.#handOver(info.pbx);
  }

  #accept({ domain, app }: ReceivedLogin, src: string | undefined): void {
    this.context.metrics.count('door-login-accepted');
    this.transport.send(encodeResult(AppLogin, { ok: true, domain, app }, { src }));
  }

  #handToAttendant(attendant: AttendantDoor, login: UserLogin): void {
    this.#leave('handed-over');
    this.transport.listen(undefined);
    const outcome = attendant.adopt(this.transport, { pbxId: this.place.target.pbxId }, login);
    if (outcome === 'closed') this.transport.close(GOING_AWAY, 'the gateway is stopping');
  }

  #handOver(pbx: string | undefined): void {
    const kept = this.#kept;
    this.#kept = [];
    this.#leave('handed-over');
    // Nothing is lost while the connection changes hands: the transport keeps what comes until somebody listens.
    this.transport.listen(undefined);
    const outcome = this.place.link.adopt(replaying(this.transport, kept), pbx);
    if (outcome !== 'adopted') this.transport.close(POLICY, outcome);
  }

  #refuse(src: string | undefined): void {
    this.context.metrics.count('door-login-refused');
    this.transport.send(encodeResult(AppLogin, { ok: false }, { src }));
    this.close('login refused');
  }

  #misbehaved(why: string): void {
    this.context.metrics.count('door-misbehaved');
    this.close(why);
  }
}

/** The transport with frames that were read too early put in front again. */
function replaying(transport: Transport, frames: readonly string[]): Transport {
  if (frames.length === 0) return transport;
  let left: readonly string[] = frames;
  return {
    peer: transport.peer,
    closed: transport.closed,
    send: (text) => transport.send(text),
    ping: () => transport.ping(),
    close: (code, text) => transport.close(code, text),
    terminate: () => transport.terminate(),
    listen: (listener) => {
      if (listener !== undefined) {
        const replay = left;
        left = [];
        for (const text of replay) listener.message(text);
      }
      transport.listen(listener);
    },
  };
}

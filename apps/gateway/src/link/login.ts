import {
  AppChallenge,
  AppLogin,
  decodeFrame,
  type DecodeResult,
  encodeFrame,
  loginDigest,
  matchFailure,
  matchResult,
} from '@switchroom/protocol';
import { reasonOfClose } from './close-reasons';
import type { Clock } from './clock';
import type { LinkMetrics } from './context';
import { ConnectError } from './errors';
import type { Transport } from './transport';

export interface LoginOptions {
  /** Name of the App object; the PBX looks its password up. Every other field of the login stays empty. */
  readonly appObjectName: string;
  readonly password: () => Promise<string>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly metrics: LinkMetrics;
}

/**
 * Logs in at a PBX as its App object (innovaphone SDK, AppWebsocket, login). Rejects with ConnectError: `password-refused`
 * or `unknown-app` when the PBX says no, `not-a-pbx` when the peer does not speak AppWebsocket at all, `timeout`, or the reason
 * of the close. Whatever comes after the end of the login is left to the next listener of the transport.
 */
export function logIn(transport: Transport, options: LoginOptions): Promise<void> {
  const { appObjectName, password, deadlineMs, signal, clock, metrics } = options;
  return new Promise((resolve, reject) => {
    let step: 'challenge' | 'password' | 'result' = 'challenge';
    const end = (error?: ConnectError) => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      transport.listen(undefined);
      if (error) reject(error);
      else resolve();
    };
    const onAbort = () => end(new ConnectError('gateway-restart', 'cancelled'));
    const cancel = clock.after(deadlineMs, () =>
      // A peer that never sent a challenge may be any websocket server; one that did is a PBX that hangs.
      end(new ConnectError(step === 'challenge' ? 'not-a-pbx' : 'timeout', `no answer to the login (${step})`)),
    );
    signal.addEventListener('abort', onAbort, { once: true });

    const answer = async (challenge: string) => {
      step = 'password';
      const login = { app: appObjectName, domain: '', sip: '', guid: '', dn: '' };
      const digest = loginDigest(login, challenge, await password());
      if (signal.aborted) return;
      step = 'result';
      metrics.count('frames-out');
      transport.send(encodeFrame(AppLogin, { ...login, digest }));
    };

    transport.listen({
      message: (text) => {
        metrics.count('frames-in');
        const decoded = decodeFrame(text);
        if (decoded.kind === 'invalid') metrics.count('frames-invalid');
        const challenge = step === 'challenge' ? matchResult(decoded, AppChallenge)?.challenge : undefined;
        if (challenge !== undefined) {
          // Our own trouble (the database is away, say), so it is tried again and no person is called.
          answer(challenge).catch((cause: unknown) =>
            end(new ConnectError('unreachable', 'the stored password could not be opened', cause)),
          );
          return;
        }
        const outcome = step === 'result' ? outcomeOf(decoded) : undefined;
        if (outcome === 'ok') end();
        else if (outcome !== undefined) end(outcome);
      },
      binary: () => metrics.count('frames-invalid'),
      pong: () => undefined,
      close: ({ code, text }) => end(new ConnectError(reasonOfClose(code), text || 'closed during the login')),
    });
    metrics.count('logins-started');
    metrics.count('frames-out');
    transport.send(encodeFrame(AppChallenge, {}));
  });
}

function outcomeOf(decoded: DecodeResult): 'ok' | ConnectError | undefined {
  const result = matchResult(decoded, AppLogin);
  if (result !== undefined) return result.ok === true ? 'ok' : new ConnectError('password-refused');
  const failure = matchFailure(decoded, AppLogin);
  if (failure === undefined) return undefined;
  const text = String(failure.errorText ?? failure.error);
  return new ConnectError(saysUnknownApp(text) ? 'unknown-app' : 'password-refused', text);
}

/** No document lists the texts; these are what a refusal that means the App object, not the password, can say. */
function saysUnknownApp(text: string): boolean {
  return /\b(unknown|no such|not found|does not exist|not exist)\b/i.test(text) && /\b(app|object|name)\b/i.test(text);
}

import { randomInt } from 'node:crypto';
import { challengeText, digestEquals, loginDigest, sessionKey } from '@switchroom/protocol';
import type { PbxCore } from '../core';
import { isJsonObject, type JsonObject, pseudoType, text } from '../state/types';
import type { Connection, Identity, Receiver } from './connection';
import { dispatch } from './dispatcher';

/** Wrong logins on one connection before the PBX closes it. */
const MAX_FAILURES = 3;

/** The PBX as the side that accepts the websocket: issues the challenge, checks the login, then answers requests. */
export class ServedLogin implements Receiver {
  private challenge: string | undefined;
  private failures = 0;

  constructor(
    private readonly core: PbxCore,
    private readonly connection: Connection,
    private readonly told: (event: 'connected' | 'refused', detail: string) => void,
  ) {}

  receive(message: JsonObject): void {
    const mt = text(message['mt']);
    if (mt === 'AppChallenge') this.sendChallenge(message);
    else if (mt === 'AppLogin') this.login(message);
    else if (this.connection.isReady || message['api'] === undefined) dispatch(this.core, this.connection, message);
    else this.connection.close(1008, 'log in first');
  }

  private sendChallenge(message: JsonObject): void {
    // Fifteen digits without a leading zero survive the way through a JSON number.
    const digits = `${randomInt(1, 10)}${String(randomInt(0, 10_000_000)).padStart(7, '0')}${String(randomInt(0, 10_000_000)).padStart(7, '0')}`;
    const number = this.core.faults.take('challengeAsNumber') !== undefined;
    const challenge = number ? Number(digits) : digits;
    this.challenge = challengeText(challenge);
    this.connection.answer({ mt: 'AppChallengeResult', challenge, src: message['src'] }, 'AppChallenge');
  }

  private login(message: JsonObject): void {
    const { core, connection } = this;
    const found = this.challenge === undefined ? undefined : findLogin(core, message);
    const login = isJsonObject(message['info']) ? message : { ...message, info: undefined };
    const right =
      found !== undefined &&
      this.challenge !== undefined &&
      digestEquals(loginDigest(login, this.challenge, found.password), text(message['digest']));
    const refused = core.faults.take('refuseLogin') !== undefined;
    if (!right || refused || found === undefined || this.challenge === undefined) {
      this.refuse(message, this.challenge === undefined ? 'no challenge was asked for' : 'wrong app, user or password');
      return;
    }
    connection.identity = found.identity;
    connection.readyAt = Date.now();
    connection.sessionKey = sessionKey(this.challenge, found.password);
    this.challenge = undefined;
    const src = message['src'];
    connection.answer(
      { mt: 'AppLoginResult', ok: true, domain: core.config.domain, app: message['app'], src },
      'AppLogin',
    );
    this.told('connected', text(message['app']) || text(message['sip']));
  }

  private refuse(message: JsonObject, reason: string): void {
    // A challenge serves one attempt, right or wrong.
    this.challenge = undefined;
    this.failures += 1;
    this.connection.answer({ mt: 'AppLoginResult', ok: false, src: message['src'] }, 'AppLogin');
    this.told('refused', `${text(message['app']) || text(message['sip'])}: ${reason}`);
    if (this.failures >= MAX_FAILURES) this.connection.close(1008, 'too many wrong logins');
  }
}

/**
 * Whose password the digest must be made with, and who the peer then is. `pbxObj` or else `app` names the App object;
 * with neither, `sip` is a user with the own password. A `sip` that is a user makes it that user's login.
 */
function findLogin(core: PbxCore, message: JsonObject): { identity: Identity; password: string } | undefined {
  const sip = text(message['sip']);
  const appName = text(message['pbxObj']) || text(message['app']);
  const person = sip === '' ? undefined : core.objects.store.find('h323', sip);
  const user = person && ['', 'executive'].includes(pseudoType(person)) ? person : undefined;
  if (appName === '') {
    if (!user) return undefined;
    return { identity: { kind: 'user', user: user.guid, app: undefined }, password: text(user.fields['pwd']) };
  }
  const app = core.objects.app(appName);
  if (!app) return undefined;
  const identity: Identity = user ? { kind: 'user', user: user.guid, app: app.guid } : { kind: 'app', app: app.guid };
  return { identity, password: text(app.fields['pwd']) };
}

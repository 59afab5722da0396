import { AppError, invalidField, type StepUpMethods } from '@switchroom/contracts';
import type { OpenedSession } from './open-session';
import type { ProofParts } from './own-account';
import type { PasskeyAssertion } from './passkeys';
import type { ActiveSession } from './port';
import type { Visitor } from './visitor';

/** How a person proves again who they are. */
export type StepUpProof =
  | { kind: 'password'; password: string }
  | { kind: 'code'; code: string; recovery: boolean }
  | { kind: 'passkey'; response: PasskeyAssertion };

/** Proving again, within a session, who is at the keyboard. */
export interface StepUp {
  methods(session: ActiveSession): Promise<StepUpMethods>;
  /**
   * Confirms the session as of now and gives it a new token. Throws `invalid-input` naming the field, `forbidden` for a
   * way that is not open to this account, `too-many-requests`.
   */
  confirm(session: ActiveSession, proof: StepUpProof, visitor: Visitor): Promise<OpenedSession>;
}

interface StepUpParts extends ProofParts {
  /** Told whose session proves more than before. */
  onUpgraded: (userId: string) => void;
  /** The name of the identity provider that alone can confirm who this person is; undefined where there is another way. */
  singleSignOnOf: (userId: string) => Promise<string | undefined>;
}

export function createStepUp(options: StepUpParts): StepUp {
  const { credentials, secondFactors, passkeys, sessions, changes, perAccount } = options;

  const methodsOf = async (userId: string): Promise<StepUpMethods> => {
    const [account, facts, provider] = await Promise.all([
      credentials.find({ id: userId }),
      secondFactors.of(userId),
      options.singleSignOnOf(userId),
    ]);
    return {
      password: account?.hasPassword === true && !facts.totp && facts.passkeys === 0,
      totp: facts.totp,
      passkey: facts.passkeys > 0,
      singleSignOn: provider ?? null,
    };
  };

  /** Undefined when it holds; else what to answer. */
  const refusalOf = async (userId: string, proof: StepUpProof, visitor: Visitor): Promise<AppError | undefined> => {
    if (proof.kind === 'password') {
      return (await credentials.checkOf(userId, proof.password))
        ? undefined
        : invalidField('password', 'password-wrong');
    }
    if (proof.kind === 'passkey') {
      const owner = await passkeys.authenticate(visitor.cookie, proof.response);
      return owner === userId ? undefined : invalidField('passkey', 'passkey-refused');
    }
    const result = await secondFactors.check(userId, proof.code, proof.recovery);
    if (result.kind === 'locked') {
      return new AppError('too-many-requests', { params: { retryAfterSeconds: result.retryAfterSeconds } });
    }
    return result.kind === 'wrong' ? invalidField('code', 'code-wrong') : undefined;
  };

  return {
    methods: (session) => methodsOf(session.user.id),
    async confirm(session, proof, visitor) {
      const userId = session.user.id;
      const open = await methodsOf(userId);
      const method = proof.kind === 'code' ? 'totp' : proof.kind;
      if (!open[method]) throw new AppError('forbidden', { params: { reason: 'step-up-method' } });
      const key = `step-up:${userId}`;
      const wait = perAccount.retryAfterSeconds(key);
      if (wait > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds: wait } });
      const takeBack = perAccount.start(key);
      const after = { method };
      const refusal = await refusalOf(userId, proof, visitor);
      if (refusal !== undefined) {
        const entry = { action: 'session.step-up', after, result: 'failed' } as const;
        await changes.record(userId, visitor, entry, async () => undefined);
        throw refusal;
      }
      const upgraded = proof.kind !== 'password' && !session.user.session.secondFactor;
      const used = proof.kind === 'code' && proof.recovery;
      const renewed = await changes.record(
        userId,
        visitor,
        { action: 'session.step-up', after, ...(used ? { notice: 'recovery-code-used' as const } : {}) },
        () => sessions.renew(session, { factor: method === 'password' ? undefined : method, confirmed: true }),
      );
      takeBack();
      if (renewed === undefined) throw new AppError('signed-out');
      if (upgraded) options.onUpgraded(userId);
      return renewed;
    },
  };
}

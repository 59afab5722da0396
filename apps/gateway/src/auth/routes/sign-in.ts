import { invalidField } from '@switchroom/contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { refuse } from '../../api/answer';
import { networkOf } from '../../networks';
import type { AuthRoutesOptions } from '../routes';
import { challengeCookie } from './challenge-cookie';
import { bodyLimit, startTry, whoOf, withCookies } from './http';

const signInBody = z.object({ email: z.email().max(254).toLowerCase(), password: z.string().min(1).max(128) });

/**
 * Password sign-in. One that fails says the same, after the same work, whether the account exists or not. Where an
 * authenticator app is set up it answers `{ secondFactor }` and a cookie for the second step instead of a session.
 */
export function registerSignIn(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { credentials, secondFactors, tokens, recorder, admit, perAccount, perAddress } = options;

  app.post('/auth/sign-in/email', { bodyLimit }, async (request, reply) => {
    const body = signInBody.safeParse(request.body);
    if (!body.success) return await refuse(reply, invalidField('email', 'sign-in-refused'));
    const { email, password } = body.data;
    const who = whoOf(options, request);
    const takeBack = startTry([perAccount, email], [perAddress, networkOf(who.address)]);
    const account = await credentials.check(email, password);
    if (account === undefined) {
      recorder.refused(email, who);
      return await refused(reply);
    }
    const factors = await secondFactors.of(account.id);
    if (factors.totp) {
      const { token } = await tokens.issue('second-factor', account.id);
      takeBack();
      return await withCookies(reply, [challengeCookie(options.publicUrl).set(token)]).send({
        secondFactor: { passkey: factors.passkeys > 0 },
      });
    }
    const proof = { authMethod: 'password', secondFactor: false } as const;
    const opened = await admit({ ...who, userId: account.id, proof });
    if (opened === undefined) return await refused(reply);
    takeBack();
    return await withCookies(reply, opened.setCookies).send({ user: account });
  });
}

async function refused(reply: FastifyReply): Promise<FastifyReply> {
  const error = invalidField('password', 'sign-in-refused');
  return await reply
    .code(401)
    .header('cache-control', 'no-store')
    .send({ code: 'INVALID_EMAIL_OR_PASSWORD', app: { ...error.toJSON(), requestId: reply.request.id } });
}

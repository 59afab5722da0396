import { codeSchema, invalidField, passkeyAssertionSchema } from '@switchroom/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refuse } from '../../api/answer';
import { networkOf } from '../../networks';
import type { AuthRoutesOptions } from '../routes';
import { bodyLimit, passkeyBodyLimit, startTry, whoOf, withCookies } from './http';

const proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), password: z.string().min(1).max(128) }),
  z.object({ kind: z.literal('code'), code: codeSchema, recovery: z.boolean().default(false) }),
  z.object({ kind: z.literal('passkey'), response: passkeyAssertionSchema }),
]);

/** Proving again who is at the keyboard, before what cannot be taken back. */
export function registerStepUp(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { sessions, stepUp, passkeys, perAddress, passkeyQuestions } = options;

  app.get('/auth/step-up', async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, false);
    if (current === undefined) return await refuse(reply, 'signed-out');
    return await withCookies(reply, []).send(await stepUp.methods(current.session));
  });

  app.post('/auth/step-up/passkey-options', { bodyLimit }, async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, false);
    if (current === undefined) return await refuse(reply, 'signed-out');
    startTry([passkeyQuestions, networkOf(whoOf(options, request).address)]);
    const ceremony = await passkeys.authenticationOptions(request.headers.cookie);
    return await withCookies(reply, ceremony.setCookies).send(ceremony.options);
  });

  app.post('/auth/step-up', { bodyLimit: passkeyBodyLimit }, async (request, reply) => {
    const current = await sessions.of(request.headers.cookie, false);
    if (current === undefined) return await refuse(reply, 'signed-out');
    const input = proof.safeParse(request.body);
    if (!input.success) return await refuse(reply, invalidField('kind', 'step-up-unreadable'));
    const who = whoOf(options, request);
    const takeBack = startTry([perAddress, networkOf(who.address)]);
    const renewed = await stepUp.confirm(current.session, input.data, who);
    takeBack();
    return await withCookies(reply, renewed.setCookies).send({ success: true });
  });
}

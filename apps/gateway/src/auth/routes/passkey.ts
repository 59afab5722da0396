import { invalidField, passkeyAssertionSchema } from '@switchroom/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refuse } from '../../api/answer';
import { networkOf } from '../../networks';
import type { AuthRoutesOptions } from '../routes';
import { bodyLimit, passkeyBodyLimit, startTry, whoOf, withCookies } from './http';

const body = z.object({ response: passkeyAssertionSchema });

/** Sign-in with a passkey: the browser offers those it has for this portal, nobody types who they are. */
export function registerPasskeySignIn(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { passkeys, admit, perAddress, passkeyQuestions, logger } = options;

  app.post('/auth/passkey/options', { bodyLimit }, async (request, reply) => {
    startTry([passkeyQuestions, networkOf(whoOf(options, request).address)]);
    const { options: ceremony, setCookies } = await passkeys.authenticationOptions(undefined);
    return await withCookies(reply, setCookies).send(ceremony);
  });

  app.post('/auth/passkey/sign-in', { bodyLimit: passkeyBodyLimit }, async (request, reply) => {
    const input = body.safeParse(request.body);
    const who = whoOf(options, request);
    const takeBack = startTry([perAddress, networkOf(who.address)]);
    const userId = input.success ? await passkeys.authenticate(who.cookie, input.data.response) : undefined;
    const proof = { authMethod: 'passkey', secondFactor: true } as const;
    const opened = userId === undefined ? undefined : await admit({ ...who, userId, proof });
    if (opened === undefined) {
      logger.info({ requestId: who.requestId, address: who.address }, 'a sign-in with a passkey was refused');
      return await refuse(reply, invalidField('passkey', 'passkey-refused'));
    }
    takeBack();
    return await withCookies(reply, opened.setCookies).send({ success: true });
  });
}

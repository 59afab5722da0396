import { accountPasswordSchema, invalidField } from '@switchroom/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refuse } from '../../api/answer';
import { networkOf } from '../../networks';
import type { AuthRoutesOptions } from '../routes';
import { bodyLimit, startTry, whoOf, withCookies } from './http';

const forgotBody = z.object({ email: z.email().max(254).toLowerCase() });
const resetBody = z.object({ token: z.string().min(1).max(200), password: accountPasswordSchema });

/** A new password by mail. Asking for one is answered the same, at once, whoever is asked for. */
export function registerPasswordReset(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { passwordReset, perAddress, perAccountMail } = options;

  app.post('/auth/forgot', { bodyLimit }, async (request, reply) => {
    const input = forgotBody.safeParse(request.body);
    if (!input.success) return await refuse(reply, invalidField('email', 'email-invalid'));
    const who = whoOf(options, request);
    // Every one counts: what is limited here is mail that somebody did not ask for.
    startTry([perAccountMail, input.data.email], [perAddress, networkOf(who.address)]);
    passwordReset.forgot(input.data.email, who);
    return await withCookies(reply, []).code(202).send({ success: true });
  });

  app.post('/auth/reset', { bodyLimit }, async (request, reply) => {
    const input = resetBody.safeParse(request.body);
    if (!input.success) {
      const rule = input.error.issues.find(({ path }) => path[0] === 'password')?.message;
      return await refuse(
        reply,
        rule === undefined ? invalidField('token', 'reset-link-used') : invalidField('password', rule),
      );
    }
    const who = whoOf(options, request);
    const takeBack = startTry([perAddress, networkOf(who.address)]);
    await passwordReset.reset(input.data.token, input.data.password, who);
    takeBack();
    return await withCookies(reply, []).send({ success: true });
  });
}

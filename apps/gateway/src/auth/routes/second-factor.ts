import { AppError, codeSchema, invalidField } from '@switchroom/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refuse } from '../../api/answer';
import { networkOf } from '../../networks';
import type { AuthRoutesOptions } from '../routes';
import { challengeCookie } from './challenge-cookie';
import { bodyLimit, startTry, whoOf, withCookies } from './http';

const body = z.object({ code: codeSchema, recovery: z.boolean().default(false) });

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export function registerSecondFactor(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { secondFactors, tokens, changes, admit, perAccount, perAddress } = options;
  const cookie = challengeCookie(options.publicUrl);

  app.post('/auth/second-factor', { bodyLimit }, async (request, reply) => {
    const input = body.safeParse(request.body);
    if (!input.success) return await refuse(reply, invalidField('code', 'code-wrong'));
    const { code, recovery } = input.data;
    const who = whoOf(options, request);
    const token = cookie.read(who.cookie);
    const userId = token === undefined ? undefined : await tokens.look('second-factor', token);
    // Too late, or never begun: the password has to come first again.
    if (token === undefined || userId === undefined) return await refuse(reply, 'signed-out');
    const takeBack = startTry([perAccount, `code:${userId}`], [perAddress, networkOf(who.address)]);
    const result = await secondFactors.check(userId, code, recovery);
    if (result.kind === 'wrong' || result.kind === 'locked') {
      const entry = { action: 'session.second-factor', after: { recovery }, result: 'failed' } as const;
      await changes.record(userId, who, entry, async () => undefined);
      if (result.kind === 'wrong') return await refuse(reply, invalidField('code', 'code-wrong'));
      const { retryAfterSeconds } = result;
      return await refuse(reply, new AppError('too-many-requests', { params: { retryAfterSeconds } }));
    }
    if ((await tokens.use('second-factor', token)) !== userId) return await refuse(reply, 'signed-out');
    if (result.kind === 'recovery-code') {
      await changes.record(
        userId,
        who,
        { action: 'account.recovery-code-used', after: { left: result.left }, notice: 'recovery-code-used' },
        async () => undefined,
      );
    }
    const authMethod = result.kind === 'totp' ? 'password+totp' : 'recovery-code';
    const opened = await admit({ ...who, userId, proof: { authMethod, secondFactor: true } });
    if (opened === undefined) return await refuse(reply, 'signed-out');
    takeBack();
    return await withCookies(reply, [...opened.setCookies, cookie.clear()]).send({ success: true });
  });
}

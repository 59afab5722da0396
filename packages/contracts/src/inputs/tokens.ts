import { z } from 'zod';
import { neverInTokens, permissions } from '../permissions/permissions';
import { pageInput, tenantInput } from './common';

/** Days a token can live. */
export const tokenLifetime = { min: 1, max: 365 } as const;

/** What can be given to a token at all, in the order of the permission list. */
export const tokenPermissions = permissions.filter((permission) => !neverInTokens.has(permission));

/** A token that is neither revoked nor expired, and the two ways to end. */
export const tokenStates = ['active', 'expired', 'revoked'] as const;
export type TokenState = (typeof tokenStates)[number];

export const listTokensInput = tenantInput.extend({
  ...pageInput,
  /** Name, first characters, or who made it. */
  q: z.string().trim().max(100).default(''),
  state: z.enum(tokenStates).optional(),
});
export type ListTokensInput = z.infer<typeof listTokensInput>;

export const createTokenInput = tenantInput.extend({
  name: z.string().trim().min(1, 'name-required').max(80, 'too-long'),
  permissions: z.array(z.enum(permissions)).min(1, 'token-permissions-required').max(permissions.length),
  expiresInDays: z
    .number('token-days')
    .int('token-days')
    .min(tokenLifetime.min, 'token-days')
    .max(tokenLifetime.max, 'token-days'),
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

export const tokenInput = tenantInput.extend({ tokenId: z.uuid() });

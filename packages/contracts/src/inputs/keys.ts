import { z } from 'zod';
import { tenantInput } from './common';

/** What is made new: the key that seals secrets, or the file with the key that wraps it. */
export const keyKinds = ['data-key', 'key-file'] as const;
export type KeyKind = (typeof keyKinds)[number];

export const rotateKeyInput = tenantInput.extend({ kind: z.enum(keyKinds) });

import { z } from 'zod';

/**
 * The only reader of process.env in the portal. Values are read when they are used, not when the portal is built:
 * one build runs against any gateway.
 */
const environment = z.object({
  /** Where the portal's server reaches the gateway; browsers never see it. */
  GATEWAY_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3001'),
  NODE_ENV: z.string().default('production'),
});

function read(): z.infer<typeof environment> {
  const parsed = environment.safeParse({ GATEWAY_URL: process.env.GATEWAY_URL, NODE_ENV: process.env.NODE_ENV });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The portal's environment is wrong.\n${lines.join('\n')}`);
}

/** Base URL of the gateway without a slash at the end. */
export function gatewayUrl(): string {
  return read().GATEWAY_URL.replace(/\/+$/, '');
}

/** True under `next dev`. */
export function isDevelopment(): boolean {
  return read().NODE_ENV === 'development';
}

/** False in the bundle for other runtimes; Next replaces this name when it builds, it is no setting. */
export function isNodeRuntime(): boolean {
  return process.env.NEXT_RUNTIME === 'nodejs';
}

import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type AddressSwitch, addressSwitches } from './net/address-policy';
import { type MailFrom, parseMailFrom, parseSmtpUrl, type SmtpAddress } from './mail/smtp-address';

/** Everything the gateway is told from outside, checked. Built by `readConfig`; tests write one by hand. */
export interface GatewayConfig {
  databaseUrl: string;
  host: string;
  port: number;
  /** Keys and the demo's file live here. */
  dataDirectory: string;
  /** Where browsers see the portal, without a slash at the end. */
  publicUrl: string;
  /** Where PBXes reach this gateway, without a slash at the end. */
  gatewayUrl: string;
  /** Key-encryption key (32 bytes, base64); undefined: a file in the data directory. */
  key: string | undefined;
  /** The key-encryption key that `key` replaces: data keys that it still wraps are wrapped anew at the start. */
  previousKey?: string | undefined;
  /** First administrator, made at the start when there is none. */
  administrator: { email: string; password: string } | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Addresses and subnets of proxies (the portal among them) beside this machine. */
  trustedProxies: string[];
  tls: { certificateFile: string; keyFile: string } | undefined;
  /** Undefined: mail stays in the outbox. `caFile`: PEM of a private authority in the place of the public ones. */
  mail: { smtp: SmtpAddress; from: MailFrom; caFile: string | undefined } | undefined;
  metricsToken: string | undefined;
  /** How what the gateway may connect to departs from the default. */
  addressPolicy: readonly AddressSwitch[];
  /** False switches the demo off, even where the data directory holds one. */
  demoAllowed: boolean;
  /** Longest a graceful stop may take, ms. */
  shutdownMs: number;
}

/** The environment is wrong; the message names each variable and the cure, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const text = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === '' ? undefined : value));
/** A variable with a syntax of its own; what the parser throws says what is wrong, without the value. */
const syntax = <T>(parse: (value: string) => T) =>
  text.transform((value, context) => {
    if (value === undefined) return undefined;
    try {
      return parse(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is wrong' });
      return z.NEVER;
    }
  });
const port = z.coerce.number().int().min(1).max(65_535);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));

const environment = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'set it to postgresql://user:password@host:5432/database',
  }),
  GATEWAY_PORT: port.default(3001),
  GATEWAY_HOST: text,
  PORT: port.default(3000),
  SWITCHROOM_DATA: text,
  SWITCHROOM_PUBLIC_URL: httpUrl.optional(),
  SWITCHROOM_GATEWAY_URL: httpUrl.optional(),
  SWITCHROOM_KEY: text.refine(
    (value) => value === undefined || Buffer.from(value, 'base64').length === 32,
    'must be 32 bytes in base64 (openssl rand -base64 32)',
  ),
  SWITCHROOM_KEY_PREVIOUS: text.refine(
    (value) => value === undefined || Buffer.from(value, 'base64').length === 32,
    'must be the 32 bytes in base64 that SWITCHROOM_KEY was before',
  ),
  SWITCHROOM_ADMIN_EMAIL: z.email('is not an e-mail address').optional(),
  SWITCHROOM_ADMIN_PASSWORD: z
    .string()
    .min(12, 'needs 12 characters at least')
    .max(128, 'has more than 128 characters')
    .optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SWITCHROOM_TRUSTED_PROXIES: text,
  GATEWAY_TLS_CERT: text,
  GATEWAY_TLS_KEY: text,
  SWITCHROOM_SMTP_URL: syntax(parseSmtpUrl),
  SWITCHROOM_SMTP_CA: text,
  SWITCHROOM_MAIL_FROM: syntax(parseMailFrom),
  SWITCHROOM_METRICS_TOKEN: text,
  SWITCHROOM_ADDRESS_POLICY: z
    .string()
    .default('')
    .transform((value) => value.split(/[\s,]+/).filter((entry) => entry !== ''))
    .pipe(z.array(z.enum(addressSwitches, `may name ${addressSwitches.join(', ')}`))),
  SWITCHROOM_DEMO: text,
  SWITCHROOM_SHUTDOWN_MS: z.coerce.number().int().min(100).max(600_000).default(15_000),
});

/**
 * Reads and checks the environment. An empty variable counts as not set.
 * @throws {ConfigError}
 */
export function readConfig(variables: Record<string, string | undefined> = process.env): GatewayConfig {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues
        .map((issue) => {
          const name = issue.path.join('.');
          return given[name] === undefined ? `${name} is not set: ${issue.message}` : `${name}: ${issue.message}`;
        })
        .join('\n'),
    );
  }
  const env = parsed.data;
  if (env.SWITCHROOM_KEY_PREVIOUS !== undefined && env.SWITCHROOM_KEY === undefined) {
    throw new ConfigError('SWITCHROOM_KEY_PREVIOUS needs SWITCHROOM_KEY, the key that comes in its place');
  }
  if ((env.GATEWAY_TLS_CERT === undefined) !== (env.GATEWAY_TLS_KEY === undefined)) {
    throw new ConfigError('GATEWAY_TLS_CERT and GATEWAY_TLS_KEY belong together: set both to PEM files, or neither');
  }
  if ((env.SWITCHROOM_ADMIN_EMAIL === undefined) !== (env.SWITCHROOM_ADMIN_PASSWORD === undefined)) {
    throw new ConfigError('SWITCHROOM_ADMIN_EMAIL and SWITCHROOM_ADMIN_PASSWORD belong together: set both, or neither');
  }
  const { SWITCHROOM_SMTP_URL: smtp, SWITCHROOM_MAIL_FROM: from } = env;
  if ((smtp === undefined) !== (from === undefined)) {
    throw new ConfigError(
      'SWITCHROOM_SMTP_URL and SWITCHROOM_MAIL_FROM belong together: the mail server, and the address that mail comes from',
    );
  }
  const tls =
    env.GATEWAY_TLS_CERT === undefined || env.GATEWAY_TLS_KEY === undefined
      ? undefined
      : { certificateFile: env.GATEWAY_TLS_CERT, keyFile: env.GATEWAY_TLS_KEY };
  return {
    databaseUrl: env.DATABASE_URL,
    host: env.GATEWAY_HOST ?? '0.0.0.0',
    port: env.GATEWAY_PORT,
    dataDirectory: resolve(env.SWITCHROOM_DATA ?? '.data'),
    publicUrl: env.SWITCHROOM_PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    gatewayUrl: env.SWITCHROOM_GATEWAY_URL ?? `${tls ? 'https' : 'http'}://${firstAddress()}:${env.GATEWAY_PORT}`,
    key: env.SWITCHROOM_KEY,
    previousKey: env.SWITCHROOM_KEY_PREVIOUS,
    administrator:
      env.SWITCHROOM_ADMIN_EMAIL === undefined || env.SWITCHROOM_ADMIN_PASSWORD === undefined
        ? undefined
        : { email: env.SWITCHROOM_ADMIN_EMAIL.toLowerCase(), password: env.SWITCHROOM_ADMIN_PASSWORD },
    logLevel: env.LOG_LEVEL,
    trustedProxies: (env.SWITCHROOM_TRUSTED_PROXIES ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
    tls,
    mail: smtp && from && { smtp, from, caFile: env.SWITCHROOM_SMTP_CA },
    metricsToken: env.SWITCHROOM_METRICS_TOKEN,
    addressPolicy: env.SWITCHROOM_ADDRESS_POLICY,
    demoAllowed: !['0', 'false', 'no', 'off'].includes((env.SWITCHROOM_DEMO ?? '1').toLowerCase()),
    shutdownMs: env.SWITCHROOM_SHUTDOWN_MS,
  };
}

/** Only DATABASE_URL, for the tools that need nothing else. */
export function readDatabaseUrl(variables: Record<string, string | undefined> = process.env): string {
  const parsed = environment.pick({ DATABASE_URL: true }).safeParse(variables);
  if (!parsed.success) {
    throw new ConfigError(`DATABASE_URL: ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
  }
  return parsed.data.DATABASE_URL;
}

/** An address of this machine that a PBX on the same network could dial. */
function firstAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((address) => address.family === 'IPv4' && !address.internal)?.address ?? 'localhost';
}

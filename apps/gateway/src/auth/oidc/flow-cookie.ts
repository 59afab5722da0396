import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** What a person left with for the provider; it comes back with them and nobody else has it. */
const flowSchema = z.object({
  providerId: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** PKCE's secret half. */
  verifier: z.string(),
  /** Milliseconds. */
  startedAt: z.number(),
  /** A path of the portal to end at. */
  next: z.string(),
  /** For who is signed in: whose session gets confirmed (step-up), or whose account gets linked. */
  confirms: z.object({ sessionId: z.string(), userId: z.string(), links: z.boolean() }).nullable(),
});
export type Flow = z.infer<typeof flowSchema>;

/** How long somebody may take at the provider. */
export const FLOW_MS = 10 * 60_000;
/** As browsers see it: the portal passes `/api/auth` on to us. */
const cookiePath = '/api/auth/oidc';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps flows in the browser that began them, sealed: several tabs have one each, and the server remembers nothing. */
export interface FlowCookies {
  /** The Set-Cookie of a flow that begins. */
  begin(flow: Flow): string;
  /** The flow of `state`, unless it is missing, altered or too old. */
  read(cookieHeader: string | undefined, state: string): Flow | undefined;
  /** The Set-Cookie after which the flow cannot be used again. */
  end(state: string): string;
}

/** `secret` is any lasting secret of the installation; `secure` where the portal is served over TLS. */
export function createFlowCookies(options: { secret: string; secure: boolean; now?: () => number }): FlowCookies {
  const key = Buffer.from(hkdfSync('sha256', options.secret, '', 'switchroom single sign-on', 32));
  const now = options.now ?? Date.now;
  const nameOf = (state: string) => `${options.secure ? '__Secure-' : ''}switchroom.sso.${state.slice(0, 12)}`;
  const attributes = `Path=${cookiePath}; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`;
  return {
    begin: (flow) =>
      `${nameOf(flow.state)}=${seal(key, JSON.stringify(flow))}; Max-Age=${FLOW_MS / 1000}; ${attributes}`,
    read(header, state) {
      const sealed = cookieNamed(header, nameOf(state));
      const text = sealed === undefined ? undefined : open(key, sealed);
      const flow = text === undefined ? undefined : flowSchema.safeParse(JSON.parse(text)).data;
      if (flow === undefined || flow.state !== state || now() - flow.startedAt > FLOW_MS) return undefined;
      return flow;
    },
    end: (state) => `${nameOf(state)}=; Max-Age=0; ${attributes}`,
  };
}

function cookieNamed(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Undefined for what was not sealed here. */
function open(key: Buffer, value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

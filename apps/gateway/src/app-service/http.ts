import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasValidDigest, type ReceivedLogin } from './check-login';
import type { HttpChallenges } from './challenges';
import { iconPng } from './icon';
import type { InboundLookup } from './inbound';
import { type AppPath, parseAppPath } from './paths';

export interface HttpFaceContext {
  readonly lookup: InboundLookup;
  readonly challenges: HttpChallenges;
  readonly addressOf: (request: IncomingMessage) => string;
}

/** The same for every path: whoever asks learns nothing about which PBXes exist. */
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Switchroom</title></head>
<body><h1>Switchroom</h1><p>This is an app service of Switchroom. A PBX connects to it through its App object.</p></body>
</html>
`;

/**
 * The HTTP side of the App object's URL (innovaphone SDK, external app service): `<url>.htm`, `<url>.png`, and the login
 * without a websocket, `<url>?mt=AppChallenge` and `<url>?mt=AppLogin&...`. The login only answers whether the digest is
 * right; it opens no session.
 */
export function handleAppRequest(context: HttpFaceContext, request: IncomingMessage, response: ServerResponse): void {
  const path = parseAppPath(request.url);
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'text/plain', '', request);
  if (path?.app === undefined) return answer(response, 404, 'text/plain', 'Not found\n', request);
  if (path.extension === 'htm') return answer(response, 200, 'text/html; charset=utf-8', PAGE, request);
  if (path.extension === 'png') return answer(response, 200, 'image/png', iconPng(), request);
  const query = new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));
  const json = (body: object) => answer(response, 200, 'application/json', JSON.stringify(body), request);
  const mt = query.get('mt');
  if (mt === 'AppChallenge') {
    const challenge = context.challenges.issue(scopeOf(path), context.addressOf(request));
    return json({ mt: 'AppChallengeResult', challenge });
  }
  if (mt !== 'AppLogin') return answer(response, 404, 'text/plain', 'Not found\n', request);
  checkHttpLogin(context, path, query).then(
    (ok) => json({ mt: 'AppLoginResult', ok }),
    () => answer(response, 503, 'text/plain', 'Try again later\n', request),
  );
  return undefined;
}

async function checkHttpLogin(context: HttpFaceContext, path: AppPath, query: URLSearchParams): Promise<boolean> {
  const challenge = query.get('challenge') ?? '';
  const login = readLogin(query);
  // A stale challenge is refused before the password is looked up, so that nobody can make the database work with guesses.
  if (!context.challenges.use(scopeOf(path), challenge)) return false;
  const target = context.lookup(path.domain, path.instance)?.target;
  // An unknown path takes the same steps as a wrong password.
  const password = target === undefined ? '' : await target.password();
  const valid = login !== undefined && hasValidDigest(login, challenge, password);
  return valid && target !== undefined && login.app?.toLowerCase() === target.appName.toLowerCase();
}

/** Undefined when `info` is not a JSON object: such a login cannot be checked. */
function readLogin(query: URLSearchParams): ReceivedLogin | undefined {
  const field = (name: string) => query.get(name) ?? undefined;
  const info = query.get('info');
  const parsed = info === null || info === '' ? undefined : parseObject(info);
  if (parsed === null) return undefined;
  return {
    app: field('app'),
    domain: field('domain'),
    sip: field('sip'),
    guid: field('guid'),
    dn: field('dn'),
    info: parsed,
    digest: query.get('digest') ?? '',
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Whoever sends this gets the answer of a wrong digest.
    return null;
  }
}

function scopeOf({ domain, instance, app }: AppPath): string {
  return JSON.stringify([domain, instance, app]).toLowerCase();
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  request: IncomingMessage,
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': type === 'image/png' ? 'public, max-age=86400' : 'no-store',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

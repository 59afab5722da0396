export interface AppPath {
  readonly domain: string;
  readonly instance: string;
  /** Without `.htm` or `.png`; undefined in the websocket's path, where the PBX drops it. */
  readonly app: string | undefined;
  readonly extension: 'htm' | 'png' | undefined;
}

const MAX_PART = 128;

/**
 * Reads `/app/<domain>/<instance>[/<app>[.htm|.png]]`; undefined for anything else. `isOurs` tells apart a path that is ours
 * but names nothing from one that belongs to another room.
 */
export function parseAppPath(url: string | undefined): AppPath | undefined {
  const parts = pathOf(url).split('/').slice(1);
  if (parts[0] !== 'app' || parts.length < 3 || parts.length > 4) return undefined;
  const [domain, instance, file] = parts.slice(1).map(decode);
  if (domain === undefined || instance === undefined || (parts.length === 4 && file === undefined)) return undefined;
  const match = /^(.+)\.(htm|png)$/.exec(file ?? '');
  const extension = match?.[2] === 'htm' || match?.[2] === 'png' ? match[2] : undefined;
  return { domain, instance, app: match?.[1] ?? file, extension };
}

/** Whether a request belongs to this endpoint at all. */
export function isAppPath(url: string | undefined): boolean {
  return pathOf(url).startsWith('/app/');
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}

function decode(part: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(part);
  } catch {
    // Malformed percent-encoding names nothing.
    return undefined;
  }
  return decoded === '' || decoded.length > MAX_PART || decoded.includes('/') ? undefined : decoded;
}

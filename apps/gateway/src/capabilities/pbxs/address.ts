import { invalidField } from '@switchroom/contracts';

/** Where a PBX answers app services (innovaphone SDK, AppWebsocket): module PBX0 unless the person names another path. */
const defaultPath = '/PBX0/APPS/websocket';

/**
 * Turns what a person types (`pbx.example.com`, `10.0.0.1:8443`, `https://...`, `wss://.../PBX1/APPS/websocket`)
 * into the websocket URL to dial. Without a scheme it is wss. Throws AppError `invalid-input` on field `address`.
 */
export function normaliseAddress(input: string): string {
  const text = input.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `wss://${text}`;
  const swapped = withScheme.replace(/^https:/i, 'wss:').replace(/^http:/i, 'ws:');
  let url: URL;
  try {
    url = new URL(swapped);
  } catch {
    throw invalidField('address', 'address-invalid');
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw invalidField('address', 'address-scheme');
  if (url.username !== '' || url.password !== '') throw invalidField('address', 'address-credentials');
  if (url.search !== '' || url.hash !== '') throw invalidField('address', 'address-query');
  if (url.pathname === '' || url.pathname === '/') url.pathname = defaultPath;
  return url.toString();
}

/** Host and port of a normalised address; undefined when it is not encrypted. */
export function tlsEndpoint(address: string): { host: string; port: number } | undefined {
  const url = new URL(address);
  if (url.protocol !== 'wss:') return undefined;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 443 : Number(url.port) };
}

import { isNodeRuntime } from './env';
import { nameRealPeers } from './gateway/peer-address';

/**
 * Runs once before the portal's server answers. In Node it makes the server name the real peer of each request, which
 * Next itself tells nobody once a client has sent an X-Forwarded-For of its own.
 */
export function register(): void {
  if (isNodeRuntime()) nameRealPeers();
}

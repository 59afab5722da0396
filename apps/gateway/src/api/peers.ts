import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Whom the API listens to. PBXes dial the same port from anywhere, but the procedures, sign-in and metrics are for
 * the portal: they answer to this machine and to the proxies that were named, and to nobody else.
 */
export interface Peers {
  /** True when the TCP peer is this machine or a named proxy. */
  isTrusted(request: IncomingMessage): boolean;
  /** The client's address: the nearest one in X-Forwarded-For that is no trusted proxy, if the peer is one. */
  addressOf(request: IncomingMessage): string;
}

/**
 * @param trusted addresses and subnets (`10.0.0.5`, `10.0.0.0/24`, `fd00::/8`) beside the loopback ones
 * @throws {Error} naming SWITCHROOM_TRUSTED_PROXIES and the entry that is neither
 */
export function createPeers(trusted: readonly string[]): Peers {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
  for (const entry of trusted) add(list, entry);
  const isListed = (address: string) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return {
    isTrusted: (request) => isListed(peerOf(request)),
    addressOf(request) {
      const peer = peerOf(request);
      if (!isListed(peer)) return peer;
      const header = request.headers['x-forwarded-for'];
      const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(plain);
      // From the right: each trusted proxy vouches for the address before it, and for no more.
      for (const hop of hops.toReversed()) {
        if (isIP(hop) === 0) return peer;
        if (!isListed(hop)) return hop;
      }
      return plain(hops[0] ?? '') || peer;
    },
  };
}

function peerOf(request: IncomingMessage): string {
  return plain(request.socket.remoteAddress ?? '');
}

/** IPv4 inside IPv6 as IPv4. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

function add(list: BlockList, entry: string): void {
  const [address = '', bits, ...rest] = entry.split('/');
  const family = isIP(address);
  const length = bits === undefined ? undefined : Number(bits);
  const longest = family === 4 ? 32 : 128;
  const wrong = length !== undefined && !(Number.isInteger(length) && length >= 0 && length <= longest);
  if (family === 0 || wrong || rest.length > 0) {
    throw new Error(`SWITCHROOM_TRUSTED_PROXIES: "${entry}" is neither an address nor a subnet such as 10.0.0.0/24`);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (length === undefined) list.addAddress(address, type);
  else list.addSubnet(address, length, type);
}

import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressKind, kindOfAddress } from './address-kinds';

/**
 * How an installation departs from the default of what the gateway may connect to, as SWITCHROOM_ADDRESS_POLICY names
 * it: `loopback` this machine itself, for every use (demo, tests; also the only way to an issuer without TLS);
 * `link-local` PBXes in a network segment without addresses of its own; `private-issuers` identity providers in private
 * networks; `no-private` no PBXes and receivers in private networks, for a gateway whose own network is not its
 * tenants'. Metadata services of clouds, multicast and reserved addresses are never allowed.
 */
export const addressSwitches = ['loopback', 'link-local', 'private-issuers', 'no-private'] as const;
export type AddressSwitch = (typeof addressSwitches)[number];

/**
 * What a connection is for: PBXes, receivers of audit entries and servers that settings name stand in private networks as
 * a rule, identity providers of tenants do not.
 */
export type AddressUse = 'pbx' | 'receiver' | 'issuer';

/** A host that leads to an address which may not be connected to. Says what kind it is, never the address itself. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly code = 'ERR_ADDRESS_FORBIDDEN';

  constructor(
    readonly host: string,
    readonly kind: AddressKind,
  ) {
    super(`${host} leads to a ${kind} address, which this installation does not allow`);
  }
}

/** Guards connections of one use: names are looked up once, and the socket goes to the address that was judged. */
export interface AddressGuard {
  /** To be given to `net.connect`, `tls.connect` or a request as `lookup`; it is not asked where the host is an IP address. */
  readonly lookup: LookupFunction;
  /**
   * Judges a host that is an IP address; any other passes, and is judged by `lookup`.
   * @throws {ForbiddenAddressError}
   */
  assertLiteral(host: string): void;
  /**
   * Judges a host now, as far as it can be resolved: one that cannot may become resolvable, and is judged again when
   * it is connected to.
   * @throws {ForbiddenAddressError}
   */
  assertHost(host: string): Promise<void>;
  /** True where an issuer without TLS may be used: this machine, when the installation allows it. */
  allowsPlainHttp(host: string): boolean;
}

/** Resolves a name to all of its addresses; `dns.lookup` of the system unless a test gives another one. */
export type ResolveAll = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
) => void;

const systemResolve: ResolveAll = (host, done) => lookup(host, { all: true }, done);
/** How long a form waits for a name to resolve; the connection itself has its own deadline. */
const JUDGE_DEADLINE_MS = 3000;

/** The guard of connections of one use under the installation's policy. */
export function createAddressGuard(
  use: AddressUse,
  policy: readonly AddressSwitch[],
  resolve: ResolveAll = systemResolve,
): AddressGuard {
  const permits = new Set<AddressKind>(['public']);
  if (use === 'issuer' ? policy.includes('private-issuers') : !policy.includes('no-private')) permits.add('private');
  if (policy.includes('loopback')) permits.add('loopback');
  if (use === 'pbx' && policy.includes('link-local')) permits.add('link-local');

  /** One forbidden address among several condemns the name: which of them is used is not in our hands. */
  const judge = (host: string, addresses: readonly { address: string }[]): ForbiddenAddressError | undefined => {
    const kind = addresses.map(({ address }) => kindOfAddress(address)).find((each) => !permits.has(each));
    return kind === undefined ? undefined : new ForbiddenAddressError(host, kind);
  };
  const assertLiteral = (host: string) => {
    const plain = withoutBrackets(host);
    if (isIP(plain.split('%', 1)[0] ?? '') === 0) return;
    const problem = judge(host, [{ address: plain }]);
    if (problem !== undefined) throw problem;
  };
  return {
    assertLiteral,
    lookup(host, options, callback) {
      resolve(host, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error !== null || first === undefined) {
          const missing = Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
          return callback(error ?? missing, '', 0);
        }
        const problem = judge(host, addresses);
        if (problem !== undefined) return callback(problem, '', 0);
        if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      });
    },
    async assertHost(host) {
      assertLiteral(host);
      if (isIP(withoutBrackets(host)) !== 0) return;
      const problem = judge(host, await resolveWithin(resolve, host, JUDGE_DEADLINE_MS));
      if (problem !== undefined) throw problem;
    },
    allowsPlainHttp: (host) => {
      const plain = withoutBrackets(host);
      return permits.has('loopback') && (plain === 'localhost' || kindOfAddress(plain) === 'loopback');
    },
  };
}

/** Nothing where the name does not resolve in time. */
function resolveWithin(resolve: ResolveAll, host: string, ms: number): Promise<{ address: string }[]> {
  return new Promise((done) => {
    const timer = setTimeout(() => done([]), ms);
    resolve(host, (error, addresses) => {
      clearTimeout(timer);
      done(error === null ? addresses : []);
    });
  });
}

/** The host of a URL is in brackets when it is an IPv6 address. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

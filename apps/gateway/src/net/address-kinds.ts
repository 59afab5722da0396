import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What an IP address is, as far as it matters who may make the gateway connect to it. */
export const addressKinds = ['public', 'private', 'loopback', 'link-local', 'metadata', 'reserved'] as const;
export type AddressKind = (typeof addressKinds)[number];

/** In the order of the look-up: a metadata address lies inside of a larger range. IANA special-purpose registries. */
const ranges: readonly [AddressKind, readonly string[]][] = [
  [
    'metadata',
    [
      '169.254.169.254/32', // most clouds
      '169.254.170.2/32', // container credentials (AWS)
      '169.254.170.23/32',
      '100.100.100.200/32', // Alibaba Cloud
      '168.63.129.16/32', // Azure's host
      '192.0.0.192/32', // Oracle Cloud
      'fd00:ec2::/32', // AWS
      'fd20:ce::254/128', // Google Cloud
    ],
  ],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10']],
  // "This" network reaches this machine on some systems; nobody listens at the others.
  ['reserved', ['0.0.0.0/8', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4', '::/128', '2001::/32', 'ff00::/8']],
];

const lists = ranges.map(([kind, subnets]): [AddressKind, BlockList] => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/');
    list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return [kind, list];
});

/** The kind of an IP address; an IPv6 address that carries an IPv4 one is judged by that. Anything else is `reserved`. */
export function kindOfAddress(address: string): AddressKind {
  const plain = address.split('%', 1)[0] ?? '';
  if (isIPv4(plain)) return kindIn(plain, 'ipv4');
  if (!isIPv6(plain)) return 'reserved';
  const own = kindIn(plain, 'ipv6');
  if (own !== 'public') return own;
  const carried = embeddedIPv4(groupsOf(plain));
  return carried === undefined ? 'public' : kindIn(carried, 'ipv4');
}

function kindIn(address: string, family: 'ipv4' | 'ipv6'): AddressKind {
  return lists.find(([, list]) => list.check(address, family))?.[0] ?? 'public';
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted
    ? `${dotted[1]}${hex(Number(dotted[2]), Number(dotted[3]))}:${hex(Number(dotted[4]), Number(dotted[5]))}`
    : address;
  const [before = '', after] = text.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const gap = after === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array.from({ length: gap }, () => '0'), ...tail].map((group) => Number.parseInt(group, 16));
}

function hex(high: number, low: number): string {
  return ((high << 8) | low).toString(16);
}

/** The IPv4 address inside of a mapped, compatible, NAT64 or 6to4 address. */
function embeddedIPv4(groups: readonly number[]): string | undefined {
  const starts = (...prefix: number[]) => prefix.every((group, index) => groups[index] === group);
  if (starts(0, 0, 0, 0, 0, 0xffff) || starts(0, 0, 0, 0, 0, 0) || starts(0x64, 0xff9b)) return dotted(groups, 6);
  if (starts(0x2002)) return dotted(groups, 1);
  return undefined;
}

function dotted(groups: readonly number[], at: number): string {
  return [groups[at] ?? 0, groups[at + 1] ?? 0].flatMap((group) => [group >> 8, group & 0xff]).join('.');
}

import { catalogue } from './catalogue';
import type { Descriptor, EventDescriptor, RequestDescriptor } from './define';

export type Match =
  | { readonly role: 'request'; readonly descriptor: RequestDescriptor }
  | { readonly role: 'result'; readonly descriptor: RequestDescriptor }
  | { readonly role: 'event'; readonly descriptor: EventDescriptor };

const key = (api: string | undefined, mt: string): string => `${api ?? ''} ${mt}`;

const index = new Map<string, Match[]>();

function add(api: string | undefined, mt: string, match: Match): void {
  const matches = index.get(key(api, mt));
  if (matches) matches.push(match);
  else index.set(key(api, mt), [match]);
}

for (const descriptor of catalogue as readonly Descriptor[]) {
  if (descriptor.kind === 'event') {
    add(descriptor.api, descriptor.mt, { role: 'event', descriptor });
  } else {
    add(descriptor.api, descriptor.mt, { role: 'request', descriptor });
    add(descriptor.api, descriptor.resultMt, { role: 'result', descriptor });
  }
}

/** All meanings of one (`api`, `mt`) pair; more than one only where the protocol uses a name twice. */
export function meaningsOf(api: string | undefined, mt: string): readonly Match[] {
  return index.get(key(api, mt)) ?? [];
}

/** Finds what a message is. Where a name has two meanings, the fields as received decide. */
export function findMatch(
  api: string | undefined,
  mt: string,
  raw: Readonly<Record<string, unknown>>,
): Match | undefined {
  const matches = meaningsOf(api, mt);
  if (matches.length < 2) return matches[0];
  return (
    matches.find((match) => match.descriptor.recognise?.(raw)) ?? matches.find((match) => !match.descriptor.recognise)
  );
}

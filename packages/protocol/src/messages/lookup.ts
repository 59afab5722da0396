import { catalogue } from './catalogue';
import type { Alias, Descriptor, EventDescriptor, Recognise, RequestDescriptor } from './define';

export type Match =
  | { readonly role: 'request'; readonly descriptor: RequestDescriptor; readonly recognise?: Recognise }
  | { readonly role: 'result'; readonly descriptor: RequestDescriptor; readonly recognise?: Recognise }
  | { readonly role: 'event'; readonly descriptor: EventDescriptor; readonly recognise?: Recognise };

/** Finds the descriptors of one catalogue by the names on the wire. */
export interface Lookup {
  /** All meanings of one (`api`, `mt`) pair; more than one only where the protocol, or a document, uses a name twice. */
  meaningsOf(api: string | undefined, mt: string): readonly Match[];
  /**
   * Finds what a message is. Where a name has several meanings, one that recognises the fields as received wins over the
   * one without a condition; a name that has conditional meanings only, none of which applies, is unknown.
   */
  findMatch(api: string | undefined, mt: string, raw: Readonly<Record<string, unknown>>): Match | undefined;
}

const key = (api: string | undefined, mt: string): string => `${api ?? ''} ${mt}`;

/** Indexes a catalogue by the names on the wire. */
export function createLookup(descriptors: readonly Descriptor[]): Lookup {
  const index = new Map<string, Match[]>();

  function add(mt: string, match: Match): void {
    const name = key(match.descriptor.api, mt);
    const matches = index.get(name);
    if (matches) matches.push(match);
    else index.set(name, [match]);
  }

  function addAliases(aliases: readonly Alias[] | undefined, match: Match): void {
    for (const { mt, recognise } of aliases ?? []) add(mt, { ...match, recognise });
  }

  for (const descriptor of descriptors) {
    if (descriptor.kind === 'event') {
      const match: Match = { role: 'event', descriptor };
      add(descriptor.mt, { ...match, recognise: descriptor.recognise });
      addAliases(descriptor.aliases, match);
    } else {
      const match: Match = { role: 'result', descriptor };
      add(descriptor.mt, { role: 'request', descriptor, recognise: descriptor.recognise });
      add(descriptor.resultMt, match);
      addAliases(descriptor.resultAliases, match);
    }
  }

  const meaningsOf = (api: string | undefined, mt: string): readonly Match[] => index.get(key(api, mt)) ?? [];
  return {
    meaningsOf,
    findMatch: (api, mt, raw) => {
      const matches = meaningsOf(api, mt);
      return matches.find((match) => match.recognise?.(raw)) ?? matches.find((match) => !match.recognise);
    },
  };
}

/** The messages between a PBX and an app service. */
export const pbxLookup = createLookup(catalogue);

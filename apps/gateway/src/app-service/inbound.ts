import type { LinkReason } from '@switchroom/contracts';
import type { LinkIdentity } from '../link/identity';
import type { Transport } from '../link/transport';

/** What the door must know of a PBX that may dial. */
export interface InboundTarget {
  readonly pbxId: string;
  readonly appObjectName: string;
  /** Last component of the App object's URL; the PBX says it as `app` in its login. */
  readonly appName: string;
  readonly password: () => Promise<string>;
}

/** The link that a checked connection is handed to. */
export interface InboundLink {
  /** Whether a connection of this PBX may become the link; `unsure` when its name has to be known first. */
  admits(pbx: string | undefined): 'yes' | 'unsure' | 'another-pbx' | 'closed';
  adopt(transport: Transport, pbx: string | undefined): 'adopted' | 'another-pbx' | 'closed';
  note(note: { reason: LinkReason; detail?: string | undefined }): void;
  readonly identity: LinkIdentity | undefined;
  readonly state: { readonly kind: string };
}

export interface InboundPlace {
  readonly target: InboundTarget;
  readonly link: InboundLink;
}

/** Finds the PBX that dials a path; undefined if no PBX of ours does. */
export type InboundLookup = (domain: string, instance: string) => InboundPlace | undefined;

import type { AuditResult } from '../inputs/audit';
import type { Page } from '../inputs/common';
import type { OrganisationRef } from './session';

/** One line of the audit log. */
export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  actorId: string;
  /** Whom the actor looked in or acted as. */
  onBehalfOf: { id: string; name: string } | null;
  action: string;
  organisation: OrganisationRef;
  target: { kind: string; id: string; name: string };
  pbxId: string | null;
  result: AuditResult;
  reason: string | null;
}

/** An entry with everything that was recorded. */
export interface AuditEntryView extends AuditRow {
  /** Number in the organisation's chain. */
  seq: number;
  requestId: string;
  address: string;
  before: unknown;
  after: unknown;
  hash: string;
  previousHash: string;
}

export interface AuditPage extends Page<AuditRow> {
  /** Names of what the filter holds by id, for its chips; undefined where nothing in reach has that id. */
  names: { actor?: string; onBehalfOf?: string; target?: string; within?: string; pbx?: string };
}

/** How a chain can be broken; the gateway's `chain-verdict` says what each means. */
export type ChainProblem =
  | 'changed'
  | 'deleted'
  | 'reordered'
  | 'inserted'
  | 'unlinked'
  | 'cut-off'
  | 'rewritten'
  | 'signature';

/** What checking the chain of one organisation gave. */
export type ChainResult =
  | { ok: true; entries: number; from: number; checkpoints: number }
  | { ok: false; problem: ChainProblem; seq: number; id: string | null; at: Date | null };

export interface ChainProgress {
  /** Chains done, and how many there are. */
  done: number;
  total: number;
  /** The chain that was just done; undefined at the beginning. */
  chain: { organisation: OrganisationRef; result: ChainResult } | undefined;
}

export interface CheckpointRow {
  id: string;
  organisation: OrganisationRef;
  seq: number;
  hash: string;
  at: Date;
}

export interface ForwarderView {
  id: string;
  organisation: OrganisationRef;
  host: string;
  port: number;
  tls: boolean;
  caCertificate: string | null;
  enabled: boolean;
  lastSentAt: Date | null;
  /** Key of what went wrong last, and the system's own word for it; null since the last success. */
  lastError: { key: string; detail: string; at: Date } | null;
  /** Entries that wait to be sent. */
  waiting: number;
  version: number;
}

/** How long entries are kept, and which organisation says so; `days` null keeps them for ever. */
export interface AuditRetentionView {
  days: number | null;
  from: OrganisationRef | null;
  /** The oldest entry that is kept. */
  oldestAt: Date | null;
}

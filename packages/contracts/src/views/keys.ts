/** A key that stored secrets are sealed under. */
export interface DataKeyView {
  id: string;
  createdAt: Date;
  /** It seals what is sealed from now on. */
  current: boolean;
  /** Secrets sealed under it. */
  values: number;
}

/**
 * What is going on: `sealing` moves secrets to the current key; `waiting` gives work that began under an older key time to
 * end before that key is dropped; `stuck`: some secrets do not open, so their key stays.
 */
export type KeyPhase = 'idle' | 'sealing' | 'waiting' | 'stuck';

export interface KeysView {
  /** The key that wraps the others: where it comes from, and what tells it from another one. */
  keyEncryptionKey: { source: 'environment' | 'file'; fingerprint: string };
  /** The newest first. */
  dataKeys: DataKeyView[];
  phase: KeyPhase;
  /** Secrets that do not open, as the last run found them. */
  unreadable: number;
}

import { type AuditEntry, entryHash, firstHash } from './audit-log';
import type { BrokenChain, ChainProblem, ChainVerdict } from './chain-verdict';
import type { KnownCheckpoint } from './checkpoint-file';
import { signedPurge } from './purge-record';
import { isSignedBy } from './signing';

/** How far an entry may have been moved to be recognised as one that belongs elsewhere. */
const MOVED_AT_MOST = 1000;

export interface ChainWalkOptions {
  /** All that are known, by their number. */
  checkpoints: readonly KnownCheckpoint[];
  /** PEM of the only key whose signatures count; without it, each checkpoint's own counts. */
  publicKey: string | undefined;
  /** What the entries of the chain say (`after`) that record a purge of everything up to an entry. */
  purgesUpTo(seq: number): Promise<readonly unknown[]>;
}

/** One walk along a chain, entry by entry in the order of their numbers. */
export class ChainWalk {
  #seq = 0;
  #hash = firstHash;
  #entries = 0;
  #from = 1;
  /** The entry before, and the hash before that one. */
  #last: AuditEntry | undefined;
  #waiting: KnownCheckpoint[];
  #signatures = 0;

  constructor(private readonly options: ChainWalkOptions) {
    this.#waiting = [...options.checkpoints];
  }

  /** Undefined while everything holds. */
  async next(entry: AuditEntry): Promise<BrokenChain | undefined> {
    if (this.#entries === 0 && entry.seq > 1) {
      const broken = await this.#startAt(entry);
      if (broken !== undefined) return broken;
    }
    if (entry.seq === this.#seq) return broken('inserted', entry);
    if (entry.seq !== this.#seq + 1) return { ...broken('deleted', entry), seq: this.#seq + 1 };
    const { hash, ...rest } = entry;
    if (entryHash(rest) !== hash) return this.#misfit(entry);
    if (entry.previousHash !== this.#hash) return broken('unlinked', entry);
    this.#seq = entry.seq;
    this.#hash = hash;
    this.#entries += 1;
    this.#last = entry;
    return this.#checkpointsUpTo(entry);
  }

  /** After the last entry. */
  end(): ChainVerdict {
    const beyond = this.#waiting[0];
    if (beyond !== undefined) {
      // Somebody who can make up checkpoints must not be able to make a whole chain look cut off.
      if (!this.#isGenuine(beyond)) return ofCheckpoint('signature', beyond, beyond.seq);
      return ofCheckpoint('cut-off', beyond, this.#seq + 1);
    }
    return { ok: true, entries: this.#entries, from: this.#from, hash: this.#hash, checkpoints: this.#signatures };
  }

  /**
   * Older entries are gone: that is right only up to a signed checkpoint, by a purge that the chain records and that was
   * signed itself. A checkpoint alone proves nothing: there is one every day, and an entry can be appended.
   */
  async #startAt(entry: AuditEntry): Promise<BrokenChain | undefined> {
    const upTo = entry.seq - 1;
    const gone = this.#waiting.filter(({ seq }) => seq <= upTo);
    this.#waiting = this.#waiting.filter(({ seq }) => seq > upTo);
    for (const checkpoint of gone) {
      if (!this.#isGenuine(checkpoint)) return ofCheckpoint('signature', checkpoint, checkpoint.seq);
    }
    const anchor = gone.findLast(({ seq }) => seq === upTo);
    if (anchor === undefined || !(await this.#isPurged(anchor))) {
      return { ...broken('deleted', entry), seq: 1 };
    }
    this.#signatures += gone.length;
    this.#seq = upTo;
    this.#hash = anchor.hash;
    this.#from = entry.seq;
    return undefined;
  }

  /** Whether the key of the checkpoint, which was found to be genuine, also signed a purge up to there. */
  async #isPurged({ organisationId, seq, hash, publicKey }: KnownCheckpoint): Promise<boolean> {
    if (publicKey === undefined) return false;
    const records = await this.options.purgesUpTo(seq);
    return records.some((record) => {
      const purge = signedPurge(organisationId, record, publicKey);
      return purge?.upTo === seq && purge.hash === hash;
    });
  }

  #checkpointsUpTo(entry: AuditEntry): BrokenChain | undefined {
    for (;;) {
      const checkpoint = this.#waiting[0];
      if (checkpoint === undefined || checkpoint.seq > entry.seq) return undefined;
      this.#waiting.shift();
      if (!this.#isGenuine(checkpoint)) return ofCheckpoint('signature', checkpoint, checkpoint.seq);
      if (checkpoint.hash !== entry.hash) return broken('rewritten', entry);
      this.#signatures += 1;
    }
  }

  #isGenuine(checkpoint: KnownCheckpoint): boolean {
    const { publicKey } = checkpoint;
    if (publicKey === undefined) return false;
    if (this.options.publicKey !== undefined && publicKey.trim() !== this.options.publicKey.trim()) return false;
    return isSignedBy(publicKey, checkpoint, checkpoint.signature);
  }

  /** An entry whose hash does not fit: was it written at another place, or does it say something else now? */
  #misfit(entry: AuditEntry): BrokenChain {
    const { hash, ...rest } = entry;
    const fits = (seq: number) => seq > 0 && entryHash({ ...rest, seq }) === hash;
    // It was the one after the one before the last: what stands between them came later.
    if (this.#last !== undefined && fits(entry.seq - 1) && entry.previousHash === this.#last.previousHash) {
      return broken('inserted', this.#last);
    }
    for (let distance = 1; distance <= MOVED_AT_MOST; distance += 1) {
      if (fits(entry.seq - distance) || fits(entry.seq + distance)) return broken('reordered', entry);
    }
    return broken('changed', entry);
  }
}

function broken(problem: ChainProblem, { seq, id, at }: AuditEntry): BrokenChain {
  return { ok: false, problem, seq, id, at };
}

function ofCheckpoint(problem: ChainProblem, { id, at }: KnownCheckpoint, seq: number): BrokenChain {
  return { ok: false, problem, seq, id, at };
}

import { createHash } from 'node:crypto';

/** A small seeded generator (mulberry32): the same seed gives the same PBX in every run. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** The next number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** The next whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** `count` lowercase hex digits. */
  hex(count: number): string {
    let out = '';
    while (out.length < count) out += this.below(16).toString(16);
    return out;
  }
}

/** A 32 bit hash of a text, used to derive seeds from names. */
export function hash32(input: string): number {
  return createHash('sha256').update(input).digest().readUInt32BE(0);
}

/** The first `digits` hex digits of the SHA-256 of a text. */
export function hexHash(input: string, digits: number): string {
  return createHash('sha256').update(input).digest('hex').slice(0, digits);
}

/** What the endpoint counts. */
export const doorCounters = [
  'door-opened',
  'door-unknown-path',
  'door-full',
  'door-timed-out',
  'door-misbehaved',
  'door-login-accepted',
  'door-login-refused',
] as const;
export type DoorCounter = (typeof doorCounters)[number];

export interface DoorLimits {
  /** Sockets of one address that have not logged in. PBXes of one site share an address, so not too few. */
  readonly perAddress: number;
  /** Sockets of all addresses that have not logged in. */
  readonly total: number;
}

/** Counts who stands at the door: sockets that have not logged in, in all and per address. */
export class Door {
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  constructor(private readonly limits: DoorLimits) {}

  get total(): number {
    return this.#total;
  }

  /** The function that gives the place back (calling it twice is harmless), or undefined when there is none. */
  enter(address: string): (() => void) | undefined {
    const here = this.#byAddress.get(address) ?? 0;
    if (this.#total >= this.limits.total || here >= this.limits.perAddress) return undefined;
    this.#total += 1;
    this.#byAddress.set(address, here + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#total -= 1;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
    };
  }
}

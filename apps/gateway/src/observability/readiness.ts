/** Whether the gateway should get traffic, and why not. */
export interface Readiness {
  /** Set once the rooms have started. */
  started(): void;
  /** Set when the gateway is about to stop; never taken back. */
  drain(): void;
  readonly draining: boolean;
  check(): Promise<{ ready: true } | { ready: false; reason: 'starting' | 'draining' | 'database' }>;
}

export function createReadiness(ping: () => Promise<void>): Readiness {
  let state: 'starting' | 'ready' | 'draining' = 'starting';
  return {
    started: () => {
      if (state === 'starting') state = 'ready';
    },
    drain: () => {
      state = 'draining';
    },
    get draining() {
      return state === 'draining';
    },
    async check() {
      if (state !== 'ready') return { ready: false, reason: state };
      try {
        await ping();
        return { ready: true };
      } catch {
        return { ready: false, reason: 'database' };
      }
    },
  };
}

import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What the provider remembers, in memory and for as long as it runs; entries that are over their time are not found. */
export class MemoryStore {
  readonly #entries = new Map<string, { payload: AdapterPayload; until: number }>();

  /** The adapter of one model. */
  adapter(model: string): Adapter {
    const keyOf = (id: string) => `${model}:${id}`;
    const find = (matches: (key: string, payload: AdapterPayload) => boolean) => {
      for (const [key, { payload, until }] of this.#entries) {
        if (until > Date.now() && key.startsWith(`${model}:`) && matches(key, payload)) return payload;
      }
      return undefined;
    };
    return {
      upsert: async (id, payload, expiresIn) => {
        const until = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
        this.#entries.set(keyOf(id), { payload, until });
      },
      find: async (id) => find((key) => key === keyOf(id)),
      findByUid: async (uid) => find((_key, payload) => payload.uid === uid),
      findByUserCode: async (userCode) => find((_key, payload) => payload.userCode === userCode),
      consume: async (id) => {
        const entry = this.#entries.get(keyOf(id));
        if (entry !== undefined) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) };
      },
      destroy: async (id) => {
        this.#entries.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(key);
      },
    };
  }
}

/** State of the websocket that carries live updates. `idle`: no page needs it yet. */
export type ConnectionState = 'idle' | 'connecting' | 'open' | 'lost';

/** What the socket reports, as a value that React can follow; `lost` only after it had been open or failed to open. */
export interface ConnectionStore {
  get: () => ConnectionState;
  subscribe: (listener: () => void) => () => void;
  /** Called each time the socket is open again after it was lost. */
  onBack: (listener: () => void) => () => void;
  /** Called when the gateway has ended the socket because what the person may do has changed. */
  onAccessChanged: (listener: () => void) => () => void;
  report: (event: 'connecting' | 'open' | 'closed' | 'idle') => void;
  reportAccessChanged: () => void;
}

/** Makes the store; pure but for its listeners. */
export function createConnectionStore(): ConnectionStore {
  let state: ConnectionState = 'idle';
  const listeners = new Set<() => void>();
  const backListeners = new Set<() => void>();
  const accessListeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onBack(listener) {
      backListeners.add(listener);
      return () => backListeners.delete(listener);
    },
    onAccessChanged(listener) {
      accessListeners.add(listener);
      return () => accessListeners.delete(listener);
    },
    reportAccessChanged() {
      for (const listener of accessListeners) listener();
    },
    report(event) {
      const before = state;
      const after = nextState(before, event);
      if (before === after) return;
      state = after;
      for (const listener of listeners) listener();
      if (before === 'lost' && after === 'open') for (const listener of backListeners) listener();
    },
  };
}

/** A try to reconnect does not end `lost`; only an open socket does. */
export function nextState(state: ConnectionState, event: 'connecting' | 'open' | 'closed' | 'idle'): ConnectionState {
  if (event === 'open' || event === 'idle') return event;
  if (event === 'closed') return state === 'idle' ? 'idle' : 'lost';
  return state === 'lost' ? 'lost' : 'connecting';
}

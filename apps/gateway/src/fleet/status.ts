import type { LinkView } from '@switchroom/contracts';
import type { LinkState } from '../link/machine';

type Facts = Omit<LinkView, 'since'>;

const none = { reason: undefined, detail: undefined, retryAt: undefined, step: undefined };

/** A link's state as people see it, without the time. */
function factsOf(state: LinkState): Facts {
  switch (state.kind) {
    case 'idle':
      return { ...none, kind: 'offline', reason: 'never-connected' };
    case 'connecting':
    case 'authenticating':
      return { ...none, kind: 'connecting', step: state.kind };
    case 'identifying':
      return { ...none, kind: 'connecting', step: 'syncing' };
    case 'ready':
      return { ...none, kind: 'online', reason: state.note?.reason, detail: state.note?.detail };
    case 'waiting':
      return { ...none, kind: 'offline', reason: state.reason, detail: state.detail, retryAt: new Date(state.retryAt) };
    case 'awaiting':
      return { ...none, kind: 'offline', reason: state.reason, detail: state.detail };
    case 'refused':
      return { ...none, kind: 'refused', reason: state.reason, detail: state.detail };
    case 'draining':
    case 'closed':
      return { ...none, kind: 'offline', reason: 'gateway-restart' };
  }
}

/**
 * The view of a link after a state change. `since` stays while the kind stays, so that "offline since" does not start anew
 * with each failed try; trying in between (connecting) does not end being offline for that purpose.
 */
export class LinkStatus {
  #view: LinkView;
  #offlineSince: Date | undefined;

  constructor(now: number) {
    this.#view = { ...factsOf({ kind: 'idle' }), since: new Date(now) };
    this.#offlineSince = this.#view.since;
  }

  get view(): LinkView {
    return this.#view;
  }

  /** Takes the new state; true if anything that people see changed. */
  update(state: LinkState, now: number): boolean {
    const facts = factsOf(state);
    const before = this.#view;
    const since = this.#since(facts, now);
    this.#view = { ...facts, since };
    if (facts.kind === 'offline') this.#offlineSince ??= since;
    else if (facts.kind !== 'connecting') this.#offlineSince = undefined;
    return (
      before.kind !== facts.kind ||
      before.reason !== facts.reason ||
      before.detail !== facts.detail ||
      before.step !== facts.step ||
      before.retryAt?.getTime() !== facts.retryAt?.getTime()
    );
  }

  #since(facts: Facts, now: number): Date {
    if (facts.kind === this.#view.kind) return this.#view.since;
    if (facts.kind === 'offline' && this.#offlineSince !== undefined) return this.#offlineSince;
    return new Date(now);
  }
}

/** What is said of a PBX that has no link: a person switched it off, or it is gone. */
export function disabledView(now: number): LinkView {
  return { ...none, kind: 'disabled', since: new Date(now) };
}

/** Before the first reconcile nothing is known of any PBX. */
export function startingView(now: number): LinkView {
  return { ...none, kind: 'offline', reason: 'gateway-restart', since: new Date(now) };
}

import type { DoorCounter } from '../app-service/door';
import type { LinkCounter } from '../link/context';

/** What the fleet counts; observability registers one counter per name. */
export type FleetCounter = LinkCounter | DoorCounter;

export interface FleetMetrics {
  count(counter: FleetCounter): void;
}

/** For programs that export no metrics. */
export const noMetrics: FleetMetrics = { count: () => undefined };

import type { IncomingMessage } from 'node:http';
import {
  AppService,
  type AppServiceLimits,
  type AppServiceTimings,
  defaultAppServiceLimits,
  defaultAppServiceTimings,
} from '../app-service/app-service';
import { type Clock, systemClock } from '../link/clock';
import { defaultTimings, type LinkTimings, type Logger } from '../link/context';
import type { AttendantDoor } from '../app-service/attendant-door';
import type { Dial } from '../link/transport';
import { dialWebSocket } from '../link/ws-transport';
import { LinkFleet } from './fleet';
import { defaultThrottleLimits, LoginThrottle, type ThrottleLimits } from './login-throttle';
import { type FleetMetrics, noMetrics } from './metrics';
import type { Fleet } from './port';

export interface FleetOptions {
  readonly logger: Logger;
  readonly metrics?: FleetMetrics;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly dial?: Dial;
  readonly throttle?: Partial<ThrottleLimits>;
  readonly timings?: Partial<LinkTimings>;
  /** Requests per PBX that may wait for its link to become ready. */
  readonly outboxLimit?: number;
  /** The client's address of a request, for the limits at the door; default: the socket's. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** Takes over the websockets of users; without one their logins are refused. */
  readonly attendant?: AttendantDoor;
  readonly appServiceLimits?: Partial<AppServiceLimits>;
  readonly appServiceTimings?: Partial<AppServiceTimings>;
  /** Illegal state changes throw; for tests. */
  readonly strict?: boolean;
}

/** The fleet with the endpoint that inbound PBXes dial. Disposing it drains and closes every link and socket. */
export type FleetWithDoor = Fleet & Pick<LinkFleet, 'inbound'> & { readonly appService: AppService };

/** Builds the fleet; nothing connects before the first `reconcile`. */
export function createFleet(options: FleetOptions): FleetWithDoor {
  return new ComposedFleet(options);
}

class ComposedFleet extends LinkFleet {
  readonly appService: AppService;
  readonly #throttle: LoginThrottle;

  constructor(options: FleetOptions) {
    const { logger, metrics = noMetrics, clock = systemClock, random = Math.random, dial = dialWebSocket } = options;
    const { outboxLimit = 100, strict = false } = options;
    const throttle = new LoginThrottle(clock, { ...defaultThrottleLimits, ...options.throttle });
    const timings = { ...defaultTimings, ...options.timings };
    super({ clock, random, logger, metrics, timings, admission: throttle, dial, outboxLimit, strict });
    this.#throttle = throttle;
    this.appService = new AppService({
      lookup: (domain, instance) => this.inbound(domain, instance),
      admission: throttle,
      attendant: options.attendant,
      clock,
      logger,
      metrics,
      limits: { ...defaultAppServiceLimits, ...options.appServiceLimits },
      timings: { ...defaultAppServiceTimings, ...options.appServiceTimings },
      addressOf: options.addressOf ?? ((request) => request.socket.remoteAddress ?? ''),
    });
  }

  // The door first, so that no PBX comes in while the links drain.
  override async [Symbol.asyncDispose](): Promise<void> {
    await this.appService[Symbol.asyncDispose]();
    await super[Symbol.asyncDispose]();
    this.#throttle[Symbol.dispose]();
  }
}

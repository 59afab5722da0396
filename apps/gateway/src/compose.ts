import { createAttendantRoom } from './attendant/attendant-room';
import { createAppObjectsService } from './capabilities/app-objects/create-app-objects-service';
import { createPbxsService } from './capabilities/pbxs/create-pbxs-service';
import { StatusProjection } from './capabilities/pbxs/status.projection';
import { TargetFeed } from './capabilities/pbxs/targets';
import { createPlansService } from './capabilities/plans/create-plans-service';
import { createTemplatesService } from './capabilities/templates/create-templates-service';
import { createFleet } from './fleet/create-fleet';
import { systemClock } from './link/clock';
import { dialWebSocket } from './link/ws-transport';
import { createPlanEngine } from './plans/engine';
import type { BuildRooms } from './rooms';
import { createSnapshots } from './snapshots/snapshots';

/**
 * The rooms around the PBX links: fleet and its door, the service for consoles, snapshots, plans, and the capabilities that
 * stand on them.
 */
export const composeRooms: BuildRooms = (dependencies) => {
  const { db, audit, secrets, bus, logger, gatewayUrl, addressOf, pbxAddresses } = dependencies;
  const clock = systemClock;
  const fleet = createFleet({
    logger,
    clock,
    addressOf,
    metrics: { count: dependencies.count },
    dial: (options) => dialWebSocket({ ...options, addresses: pbxAddresses }),
    attendant: { adopt: (transport, place, login) => attendant.door.adopt(transport, place, login) },
  });
  const attendant = createAttendantRoom({
    db,
    audit,
    fleet,
    settings: dependencies.settings,
    // Nobody follows the calls of operators yet.
    callsOf: () => [],
    clock,
    logger,
  });
  bus.on('settings.changed', ({ pbxIds }) => attendant.settingsChanged(pbxIds));
  const snapshots = createSnapshots({ db, fleet, bus, logger, clock });
  const plans = createPlanEngine({ db, fleet, bus, audit, secrets, snapshots, logger, clock });
  const projection = new StatusProjection(db, fleet, bus, logger);
  const feed = new TargetFeed(db, secrets, fleet, bus, logger);
  return {
    services: {
      pbxs: createPbxsService({ db, audit, secrets, gatewayUrl, pbxAddresses, bus, fleet, snapshots }),
      appObjects: createAppObjectsService({ db, fleet, bus, audit, plans, snapshots, clock }),
      templates: createTemplatesService({ db }),
      plans: createPlansService({ db, bus, plans }),
    },
    pbxEndpoint: fleet.appService,
    linkCounts: () => fleet.counts(),
    operationCounts: () => plans.counts(),
    consolesOn: (pbxIds) => attendant.consolesOn(pbxIds),
    async start() {
      // Everybody who listens to links has to listen before the first one comes up.
      await projection.start();
      await snapshots.start();
      await plans.start();
      await attendant.start();
      await feed.run();
    },
    targetsChanged: () => feed.run(),
    async stop() {
      await attendant[Symbol.asyncDispose]();
      await feed[Symbol.asyncDispose]();
      // The write under way needs its link, and what it learns needs the database: links end after plans, facts last.
      await plans[Symbol.asyncDispose]();
      await fleet[Symbol.asyncDispose]();
      await snapshots[Symbol.asyncDispose]();
      await projection[Symbol.asyncDispose]();
    },
  };
};

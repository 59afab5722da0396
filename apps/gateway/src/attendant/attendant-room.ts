import { Console } from './console';
import { dispatchTable } from './dispatch-table';
import { Endings } from './endings';
import { linkOfPbx } from './link-of-pbx';
import { Opener } from './opening';
import type { AttendantOptions, AttendantRoom } from './port';
import { endLeftOver } from './session-store';
import { Sessions } from './sessions';
import { SettingsPush } from './settings-push';
import { Sweeper } from './sweeper';
import { Tasks } from './tasks';

const GOING_AWAY = 1001;

/** Builds the service; nothing happens before `start`. */
export function createAttendantRoom(options: AttendantOptions): AttendantRoom {
  const { db, fleet, clock, logger, settings } = options;
  const tasks = new Tasks(logger);
  const sessions = new Sessions();
  const endings = new Endings({ db, sessions, clock, logger });
  const push = new SettingsPush({ settings, sessions, tasks, logger });
  const sweeper = new Sweeper({ db, sessions, endings, push, tasks, clock, logger });
  let phase: 'open' | 'stopping' = 'open';
  const opener = new Opener({ options, sessions, endings, push, stopping: () => phase === 'stopping' });
  const handlers = dispatchTable({ db, clock, sessions, endings });
  const consoles = new Set<Console>();
  const unfollow = fleet.on('link', ({ pbxId, view }) => {
    for (const session of sessions.ofPbx(pbxId)) session.setLink(linkOfPbx(view));
  });

  return {
    door: {
      adopt(transport, { pbxId }, login) {
        if (phase === 'stopping') return 'closed';
        const open: Opener['open'] = (request) => opener.open(request);
        const console = new Console(transport, { pbxId, login, handlers, open, tasks, clock, logger });
        consoles.add(console);
        void transport.closed.then(() => consoles.delete(console));
        return 'adopted';
      },
    },
    async start() {
      const ended = await endLeftOver(db);
      if (ended > 0)
        logger.info({ sessions: ended }, 'sessions of consoles that an earlier process left open are over');
      sweeper.start();
    },
    consolesOn: (pbxIds) => {
      const wanted = new Set(pbxIds);
      return sessions.all().filter(({ pbxId }) => wanted.has(pbxId)).length;
    },
    settingsChanged: (pbxIds) => push.changed(pbxIds),
    async [Symbol.asyncDispose]() {
      phase = 'stopping';
      sweeper[Symbol.dispose]();
      unfollow();
      await endings.endAll(sessions.all(), 'stopping');
      for (const console of consoles) console.close(GOING_AWAY, 'the gateway is stopping');
      await Promise.all([...consoles].map(({ closed }) => closed));
      await tasks.idle();
      // What was being opened or could not be written a moment ago has its last chance.
      await endings.flush();
    },
  };
}

import { choosePauseReason, PauseInfo, PauseOperator } from '@switchroom/protocol/attendant';
import type { Database } from '../../db/database';
import type { Clock } from '../../link/clock';
import { handle } from '../handler';
import { beginPause, pauseView } from '../pauses';
import { Refusal } from '../refusal';
import type { ConsoleSession } from '../session';
import type { Sessions } from '../sessions';
import { reasonView } from '../settings-view';

/** Pause: the operator goes on a break, at every console of theirs. */
export const pause = ({ db, clock, sessions }: { db: Database; clock: Clock; sessions: Sessions }) =>
  handle(PauseOperator, async (session, { reason: wanted }) => {
    const reason = chosenReason(session, wanted);
    const begun = await beginPause(db, session.operator, { reason, at: new Date(clock.now()) });
    if (begun === undefined) throw new Refusal('already-paused');
    const view = ({ settings, facts }: ConsoleSession) => pauseView(begun, settings, facts.language);
    for (const each of sessions.ofOperator(session.operator.operatorId)) each.tell(PauseInfo, { pause: view(each) });
    return { pause: view(session) };
  });

function chosenReason({ settings, facts }: ConsoleSession, wanted: string | undefined): string | undefined {
  const choice = choosePauseReason(
    settings.pauseReasons.map(({ text }) => text),
    wanted,
  );
  if (choice.kind === 'chosen') return choice.reason;
  throw new Refusal(choice.code, { reasons: settings.pauseReasons.map((one) => reasonView(one, facts.language)) });
}

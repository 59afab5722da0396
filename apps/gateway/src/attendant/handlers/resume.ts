import { PauseInfo, ResumeOperator } from '@switchroom/protocol/attendant';
import type { Database } from '../../db/database';
import type { Clock } from '../../link/clock';
import { handle } from '../handler';
import { endPause } from '../pauses';
import { Refusal } from '../refusal';
import type { Sessions } from '../sessions';

/** Resume: the break is over, whichever console began it. */
export const resume = ({ db, clock, sessions }: { db: Database; clock: Clock; sessions: Sessions }) =>
  handle(ResumeOperator, async ({ operator }) => {
    const at = new Date(clock.now());
    if (!(await endPause(db, operator, at))) throw new Refusal('not-paused');
    const pause = { paused: false, since: at.toISOString() };
    for (const each of sessions.ofOperator(operator.operatorId)) each.tell(PauseInfo, { pause });
    return { pause };
  });

import type { SettingChangeRow } from '@switchroom/contracts';

/** What a person can do with a change now. */
export interface ChangePossibilities {
  cancel: boolean;
  decide: boolean;
  restore: boolean;
  /** Why a change that waits is not for them to decide. */
  notDeciding: 'notYours' | 'notAllowed' | undefined;
}

/** What somebody with these permissions can do with a change; the gateway decides by the same rules. */
export function actsOf(
  { state, mine }: Pick<SettingChangeRow, 'state' | 'mine'>,
  may: { approve: boolean; update: boolean },
): ChangePossibilities {
  const waiting = state === 'waiting';
  const decide = waiting && may.approve && !mine;
  return {
    cancel: (waiting || state === 'scheduled') && may.update && (mine || may.approve),
    decide,
    restore: state === 'applied' && may.update,
    notDeciding: !waiting || decide ? undefined : mine ? 'notYours' : 'notAllowed',
  };
}

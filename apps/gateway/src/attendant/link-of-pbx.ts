import type { LinkView } from '@switchroom/contracts';
import type { LinkOfPbx } from './settings-view';

/** Whether a PBX can be reached, as consoles are told. */
export function linkOfPbx({ kind, since, reason }: LinkView): LinkOfPbx {
  if (kind === 'online') return { state: 'up', since: since.toISOString() };
  return { state: 'down', ...(reason === 'never-connected' ? {} : { since: since.toISOString() }) };
}

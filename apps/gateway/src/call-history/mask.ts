import { type CallDetail, type CallEvent, type Masking, maskNumber } from '@switchroom/contracts';

/** What tells of a diversion in the flow of a call ("Concept Call Detail Record CDR PBX": cf, and what gateways add). */
const diverting = /^(cf|fwd|forward|divert|redirect|deflect)/;

/** The part of a record that may hold where a user's calls are forwarded to. */
type Maskable = Pick<CallDetail, 'direction' | 'remote'> & { events?: CallEvent[] };

/**
 * A record as it may leave the gateway: every number that is the destination of a diversion is masked. In a record of the
 * diversion itself that is every number but the first, which is who called.
 */
export function maskCall<Row extends Maskable>(row: Row, masking: Masking): Row {
  const hide = (number: string | null) => (number === null ? null : maskNumber(number, masking));
  const forwarded = row.direction === 'forwarded';
  const hidden = forwarded ? new Set<string>() : destinationsOf(row.events ?? []);
  if (forwarded) {
    const events = row.events ?? [];
    const caller = events[0]?.message.startsWith('setup') === true ? events[0].number : null;
    for (const { number, to } of [...events, { number: row.remote.number, to: null }]) {
      for (const one of [number, to?.number]) if (one && one !== caller) hidden.add(one);
    }
    // Also where the flow names nobody else.
    if (row.remote.number !== null) hidden.add(row.remote.number);
  }
  const mask = (number: string | null) => (number !== null && hidden.has(number) ? hide(number) : number);
  return {
    ...row,
    remote: { ...row.remote, number: mask(row.remote.number) },
    ...(row.events === undefined
      ? {}
      : {
          events: row.events.map((event) => ({
            ...event,
            number: mask(event.number),
            to: event.to && { ...event.to, number: mask(event.to.number) },
          })),
        }),
  };
}

/** Numbers that a diversion in this flow leads to; they are masked wherever in the record they stand. */
function destinationsOf(events: readonly CallEvent[]): Set<string> {
  const found = new Set<string>();
  for (const { message, number, to } of events) {
    if (!diverting.test(message)) continue;
    // With a destination of its own the event's number is who diverts, else it is the destination.
    const destination = to === null ? number : to.number;
    if (destination !== null) found.add(destination);
  }
  return found;
}

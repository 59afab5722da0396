import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { none, opt } from '../messages/fields';
import { bounded, choice, id, number } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ATTENDANT_LIMITS } from './terms';

/*
 * Call control. A result says that the PBX took the order; what came of it is told by CallInfo. None of these is ever
 * sent to the PBX a second time.
 */

const one = z.object({ call: id });
const newCall = z.object({ call: id });

/** `number` as typed or as shown; the service brings it through the numbering plan and tells what it dialled. */
export const StartCall = defineRequest({
  api,
  mt: 'StartCall',
  resultMt: 'StartCallResult',
  effect: 'write',
  fields: z.object({ number, via: opt(choice(['skystone'])), device: opt(id) }),
  result: z.object({ call: id, dialled: number }),
});

export const AnswerCall = defineRequest({
  api,
  mt: 'AnswerCall',
  resultMt: 'AnswerCallResult',
  effect: 'write',
  fields: one,
  result: none,
});

export const HoldCall = defineRequest({
  api,
  mt: 'HoldCall',
  resultMt: 'HoldCallResult',
  effect: 'write',
  fields: one,
  result: none,
});

export const RetrieveCall = defineRequest({
  api,
  mt: 'RetrieveCall',
  resultMt: 'RetrieveCallResult',
  effect: 'write',
  fields: one,
  result: none,
});

/** Joins the far ends of two calls of this operator; both end here. */
export const TransferCall = defineRequest({
  api,
  mt: 'TransferCall',
  resultMt: 'TransferCallResult',
  effect: 'write',
  fields: z.object({ call: id, to: id }),
  result: none,
});

/** Sends the far end to a number, without asking there first. */
export const RedirectCall = defineRequest({
  api,
  mt: 'RedirectCall',
  resultMt: 'RedirectCallResult',
  effect: 'write',
  fields: z.object({ call: id, number }),
  result: z.object({ dialled: number }),
});

/** Takes a call that rings at a colleague. */
export const PickupCall = defineRequest({
  api,
  mt: 'PickupCall',
  resultMt: 'PickupCallResult',
  effect: 'write',
  fields: z.object({ user: id }),
  result: newCall,
});

export const SendDigits = defineRequest({
  api,
  mt: 'SendDigits',
  resultMt: 'SendDigitsResult',
  effect: 'write',
  fields: z.object({ call: id, digits: bounded(ATTENDANT_LIMITS.digitsLength) }),
  result: none,
});

export const ClearCall = defineRequest({
  api,
  mt: 'ClearCall',
  resultMt: 'ClearCallResult',
  effect: 'write',
  fields: one,
  result: none,
});

/** The whole call after every change; `state: "ended"` is its last. */
export const CallInfo = defineEvent({ api, mt: 'CallInfo', fields: z.object({ call: shape.Call }) });

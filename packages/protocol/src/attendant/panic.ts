import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { flag, opt } from '../messages/fields';
import { bounded, choice, id } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ATTENDANT_LIMITS, PANIC_FAILURES, PANIC_STAGES } from './terms';

/**
 * A press of the button. `press` is chosen by the console for one press: sent again with the same one, nothing new is
 * dialled and the running press is answered. `test: true` dials as well, and is recorded as a test.
 */
export const Panic = defineRequest({
  api,
  mt: 'Panic',
  resultMt: 'PanicResult',
  effect: 'write',
  fields: z.object({ press: id, test: opt(flag) }),
  result: z.object({ panic: id, test: flag }),
});

/** `failure` with stage `failed`; `attempts` are the devices that failed so far, `call` the call once there is one. */
export const PanicInfo = defineEvent({
  api,
  mt: 'PanicInfo',
  fields: z.object({
    panic: id,
    test: flag,
    stage: choice(PANIC_STAGES),
    device: opt(id),
    call: opt(id),
    failure: opt(choice(PANIC_FAILURES)),
    text: opt(bounded(ATTENDANT_LIMITS.noteLength)),
    attempts: z.array(shape.PanicAttempt).max(4),
  }),
});

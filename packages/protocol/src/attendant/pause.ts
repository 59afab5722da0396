import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { none, opt } from '../messages/fields';
import { bounded } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, ATTENDANT_LIMITS } from './terms';

/** `reason` is the `key` of one of the settings' reasons; refused as `reason-required` with the list when one must be chosen. */
export const PauseOperator = defineRequest({
  api,
  mt: 'Pause',
  resultMt: 'PauseResult',
  effect: 'write',
  fields: z.object({ reason: opt(bounded(ATTENDANT_LIMITS.reasonLength)) }),
  result: z.object({ pause: shape.Pause }),
});

export const ResumeOperator = defineRequest({
  api,
  mt: 'Resume',
  resultMt: 'ResumeResult',
  effect: 'write',
  fields: none,
  result: z.object({ pause: shape.Pause }),
});

/** To every console of the operator, whichever of them paused. */
export const PauseInfo = defineEvent({ api, mt: 'PauseInfo', fields: z.object({ pause: shape.Pause }) });

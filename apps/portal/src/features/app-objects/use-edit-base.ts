'use client';
import type { AppObjectForm } from '@switchroom/contracts';
import { useEffect, useState } from 'react';
import { type AppFormValues, changedFormFields, contractForm, editFormValues, followsLive } from './form-values';
import type { AppForm } from './use-app-form';

/**
 * The base of an edit: what the form was opened with. An untouched form follows the PBX live; one that was touched keeps
 * its base, so that the plan can tell who changed what, and says which fields are news. `takeOver` starts again from the PBX.
 */
export function useEditBase(
  live: AppObjectForm,
  values: AppFormValues,
  form: AppForm,
): { base: AppObjectForm; changed: string[]; news: string[]; takeOver: () => void } {
  const [base, setBase] = useState(live);
  const moves = followsLive(base, live, values);
  if (moves) setBase(live);
  const { reset } = form;
  useEffect(() => reset(editFormValues(base)), [base, reset]);
  return {
    base,
    changed: moves ? [] : changedFormFields(base, contractForm(values)),
    news: moves ? [] : changedFormFields(base, live),
    takeOver: () => {
      setBase(live);
      reset(editFormValues(live));
    },
  };
}

'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useCallback } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { type AppFormInput, type AppFormValues, appFormSchema, fieldOfPath } from './form-values';

export type AppForm = UseFormReturn<AppFormInput, unknown, AppFormValues>;

/** A form of an App object, checked by the contract's own schema. */
export function useAppForm(values: AppFormValues): AppForm {
  return useForm<AppFormInput, unknown, AppFormValues>({
    resolver: zodResolver(appFormSchema),
    defaultValues: values,
  });
}

/** Puts what the gateway refused at its field; true when every part of the error found one. */
export function useServerErrors(form: AppForm): (error: unknown) => boolean {
  const errorText = useErrorText();
  return useCallback(
    (error) => {
      const entries = Object.entries(errorText(error).fields);
      let placed = 0;
      for (const [path, message] of entries) {
        const field = fieldOfPath(path);
        if (field === undefined) continue;
        form.setError(field, { type: 'server', message }, { shouldFocus: placed === 0 });
        placed += 1;
      }
      return entries.length > 0 && placed === entries.length;
    },
    [errorText, form],
  );
}

/** The text of a field's error: a rule of the schema in the person's language, or what the gateway said already is. */
export function useFieldError(): (error: { type?: unknown; message?: string } | undefined) => string | undefined {
  const ruleText = useRuleText();
  return (error) => (error?.type === 'server' ? error.message : ruleText(error?.message));
}

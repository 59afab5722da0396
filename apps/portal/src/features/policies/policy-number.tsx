'use client';
import type { EffectivePolicy } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import type { ReactNode } from 'react';
import { PolicyOrigin } from './policy-origin';

/** A policy that is a whole number, or nothing; what holds in the end stands below it. */
export function PolicyNumber({
  policy,
  children,
  onChange,
  ...field
}: {
  label: string;
  help: string;
  unit: string;
  /** What stands for no number. */
  none: string;
  error: string | undefined;
  disabled: boolean;
  value: string;
  onChange: (value: string) => void;
  policy: EffectivePolicy<number | null>;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-2">
      <Field label={field.label} help={field.help} error={field.error}>
        <Input
          className="max-w-40"
          inputMode="numeric"
          unit={field.unit}
          placeholder={field.none}
          disabled={field.disabled}
          value={field.value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <PolicyOrigin policy={policy}>{children}</PolicyOrigin>
    </div>
  );
}

/** The number that a person entered: null for nothing, undefined for what is none within the limits. */
export function numberOf(text: string, { min, max }: { min: number; max: number }): number | null | undefined {
  if (text.trim() === '') return null;
  const number = Number(text);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

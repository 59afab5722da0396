'use client';
import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId, useMemo } from 'react';
import { cn } from '../lib/cn';

interface FieldControl {
  id: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldControl | null>(null);

/**
 * The attributes a control inside a Field must carry. Props given to the control itself win;
 * its own aria-describedby is added to the field's.
 */
export function useFieldControl(own: { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: unknown }): {
  id: string | undefined;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
} {
  const field = useContext(FieldContext);
  const describedBy = [field?.describedBy, own['aria-describedby']].filter(Boolean).join(' ');
  const invalid = own['aria-invalid'] === undefined ? field?.invalid : Boolean(own['aria-invalid']);
  return {
    id: own.id ?? field?.id,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': invalid || undefined,
    'aria-required': field?.required || undefined,
  };
}

/** Id of the surrounding field's label, for groups that are named with aria-labelledby. */
export function useFieldLabelId(): string | undefined {
  return useContext(FieldContext)?.labelId;
}

/**
 * Label above, help under the control, error under that. The control inside (Input, Select,
 * Textarea, PasswordInput, RadioGroup, Segmented) finds its id and its aria attributes by itself.
 */
export function Field({
  label,
  help,
  error,
  required = false,
  requiredMark,
  optionalMark,
  trailing,
  id,
  className,
  children,
}: {
  label: ReactNode;
  help?: ReactNode;
  /** Present means invalid. */
  error?: ReactNode;
  required?: boolean;
  /** A word such as "required", shown beside the label of a required field. */
  requiredMark?: string;
  /** A word such as "optional", shown beside the label of a field that is not required. */
  optionalMark?: string;
  /** At the end of the label's line: an origin badge, a lock. */
  trailing?: ReactNode;
  id?: string;
  className?: string;
  children: ReactNode;
}) {
  const generated = useId();
  const controlId = id ?? generated;
  const hasHelp = Boolean(help);
  const invalid = Boolean(error);
  const control = useMemo<FieldControl>(() => {
    const describedBy = [hasHelp && `${controlId}-help`, invalid && `${controlId}-error`].filter(Boolean).join(' ');
    return { id: controlId, labelId: `${controlId}-label`, describedBy: describedBy || undefined, invalid, required };
  }, [controlId, hasHelp, invalid, required]);
  const mark = required ? requiredMark : optionalMark;
  return (
    <div className={cn('grid gap-1', className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <label id={control.labelId} htmlFor={controlId} className="text-sm font-medium text-fg">
          {label}
          {mark ? <span className="ml-1.5 text-xs font-normal text-fg-subtle">{mark}</span> : null}
        </label>
        {trailing}
      </div>
      <FieldContext value={control}>{children}</FieldContext>
      {hasHelp ? (
        <p id={`${controlId}-help`} className="text-xs text-fg-muted">
          {help}
        </p>
      ) : null}
      {invalid ? (
        <p id={`${controlId}-error`} className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}

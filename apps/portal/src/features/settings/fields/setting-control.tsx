'use client';
import type { LocalText, SettingEntry, SettingView } from '@switchroom/contracts';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { useFieldControl, useFieldLabelId } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Select } from '@switchroom/ui/components/select';
import { Switch } from '@switchroom/ui/components/switch';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useLocale, useTranslations } from 'next-intl';
import { type FieldInput, isReasons, type ReasonInput } from './input';
import { MaskingControl } from './masking-control';
import { ReasonsControl } from './reasons-control';
import { SecretControl } from './secret-control';

export interface ControlProps {
  entry: SettingEntry;
  view: SettingView;
  input: FieldInput;
  /** It cannot be changed here. */
  disabled: boolean;
  /** The line or row that is wrong, from 1, where it is one. */
  problemLine: number | undefined;
  /** Something was entered that is not saved. */
  changed: boolean;
  onInput: (input: FieldInput) => void;
  /** Takes back what was entered. */
  onUndo: () => void;
}

/** The control of a setting, by its type; inside a Field, which names it. */
export function SettingControl(props: ControlProps) {
  const { entry, input, disabled, onInput } = props;
  const t = useTranslations('settings.units');
  const { type } = entry;
  const text = typeof input === 'string' ? input : '';
  switch (type.kind) {
    case 'boolean':
      return <BooleanControl {...props} />;
    case 'integer': {
      const count = Number(text);
      return (
        <Input
          inputMode="numeric"
          autoComplete="off"
          className="max-w-52 tabular-nums"
          unit={type.unit === undefined ? undefined : t(type.unit, { count: Number.isNaN(count) ? 2 : count })}
          value={text}
          disabled={disabled}
          onChange={(event) => onInput(event.target.value)}
        />
      );
    }
    case 'text':
      return (
        <Input
          mono={type.format !== undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          disabled={disabled}
          onChange={(event) => onInput(event.target.value)}
        />
      );
    case 'secret':
      return <SecretControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} options={type.options} />;
    case 'choices':
      return <ChoicesControl {...props} options={type.options} />;
    case 'date':
      return (
        <Input
          type="date"
          className="max-w-52 tabular-nums"
          value={text}
          disabled={disabled}
          onChange={(event) => onInput(event.target.value)}
        />
      );
    case 'list':
      return (
        <Textarea
          mono
          spellCheck={false}
          rows={Math.min(8, Math.max(3, text.split('\n').length + 1))}
          value={text}
          disabled={disabled}
          onChange={(event) => onInput(event.target.value)}
        />
      );
    case 'masking':
      return <MaskingControl max={type.max} digits={text} disabled={disabled} onDigits={onInput} />;
    case 'reasons':
      return (
        <ReasonsControl
          reasons={isReasons<ReasonInput>(input) ? input : []}
          maxItems={type.maxItems}
          disabled={disabled}
          problemLine={props.problemLine}
          onReasons={onInput}
        />
      );
  }
}

function BooleanControl({ input, disabled, onInput }: ControlProps) {
  const t = useTranslations('settingValues.field');
  const wired = useFieldControl({});
  const on = input === true;
  return (
    <span className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
      <Switch {...wired} checked={on} disabled={disabled} onCheckedChange={onInput} />
      <span aria-hidden="true" className="text-sm text-fg-muted">
        {on ? t('on') : t('off')}
      </span>
    </span>
  );
}

type Options = readonly { value: string; label: LocalText }[];

function ChoiceControl({ input, disabled, onInput, options }: ControlProps & { options: Options }) {
  const locale = useLocale();
  return (
    <Select
      className="max-w-96"
      options={options.map(({ value, label }) => ({ value, label: label[locale] }))}
      value={typeof input === 'string' ? input : undefined}
      disabled={disabled}
      onValueChange={onInput}
    />
  );
}

function ChoicesControl({ input, disabled, onInput, options }: ControlProps & { options: Options }) {
  const locale = useLocale();
  const labelId = useFieldLabelId();
  const wired = useFieldControl({});
  const chosen = Array.isArray(input) ? input.filter((one) => typeof one === 'string') : [];
  return (
    <div
      role="group"
      id={wired.id}
      aria-labelledby={labelId}
      aria-describedby={wired['aria-describedby']}
      className="grid gap-x-4 py-1 sm:grid-cols-2"
    >
      {options.map(({ value, label }) => (
        <Checkbox
          key={value}
          label={label[locale]}
          checked={chosen.includes(value)}
          disabled={disabled}
          onCheckedChange={(checked) =>
            onInput(
              options
                .map((option) => option.value)
                .filter((one) => (one === value ? checked === true : chosen.includes(one))),
            )
          }
        />
      ))}
    </div>
  );
}

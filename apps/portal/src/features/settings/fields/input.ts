import {
  type Masking,
  type PauseReason,
  type SettingEntry,
  settingLimits,
  settingSchema,
  type SettingType,
  type SettingValue,
} from '@switchroom/contracts';

/** One reason of a pause while it is edited; `id` tells rows apart that read the same. */
export interface ReasonInput extends PauseReason {
  id: number;
}

/** What a control holds: what was typed, also where that is no value yet. */
export type FieldInput = boolean | string | readonly string[] | readonly ReasonInput[];

/** Why an input is no value: a rule of `fieldErrors`, the line it is in (from 1), and the limits that its text may name. */
export interface InputProblem {
  rule: string;
  line: number | undefined;
  params: Record<string, string | number>;
}

export type ParsedInput = { value: SettingValue } | { problem: InputProblem };

/** What the control shows for a value. A secret is never shown: its input starts empty. */
export function inputOf(entry: SettingEntry, value: SettingValue): FieldInput {
  switch (entry.type.kind) {
    case 'boolean':
      return value === true;
    case 'integer':
      return typeof value === 'number' ? String(value) : '';
    case 'masking':
      return String(isMasking(value) ? value.digits : 0);
    case 'list':
      return Array.isArray(value) ? value.join('\n') : '';
    case 'choices':
      return isLines(value) ? value : [];
    case 'reasons':
      return isReasons(value) ? value.map((reason, id) => ({ ...reason, id })) : [];
    case 'secret':
      return '';
    case 'text':
    case 'choice':
    case 'date':
      return typeof value === 'string' ? value : '';
  }
}

/** The value that an input stands for, checked by the same schema as in the gateway. */
export function parseInput(entry: SettingEntry, input: FieldInput): ParsedInput {
  const parsed = settingSchema(entry).safeParse(rawOf(entry.type, input));
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const at = issue?.path.find((part) => typeof part === 'number');
  return {
    problem: {
      rule: issue?.message ?? 'other',
      line: at === undefined ? undefined : at + 1,
      params: settingLimits(entry.type),
    },
  };
}

/** What the schema is asked about. Digits are read as a number, anything else is left to it to refuse. */
function rawOf(type: SettingType, input: FieldInput): unknown {
  switch (type.kind) {
    case 'integer':
      return numberOf(input);
    case 'masking':
      return { digits: numberOf(input) };
    case 'list':
      return typeof input === 'string' ? input.split('\n') : input;
    case 'reasons':
      return isReasons(input) ? input.map(({ text, translations }) => ({ text, translations })) : input;
    case 'boolean':
    case 'text':
    case 'secret':
    case 'choice':
    case 'choices':
    case 'date':
      return input;
  }
}

function numberOf(input: FieldInput): unknown {
  const text = typeof input === 'string' ? input.trim() : '';
  return /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text;
}

function isMasking(value: SettingValue): value is Masking {
  return typeof value === 'object' && 'digits' in value;
}

function isLines(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Whether an input or a value is a list of reasons; an empty list is one, too. */
export function isReasons<T extends PauseReason>(value: unknown): value is readonly T[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'text' in one);
}

/** Whether two values are the same. Both went through the same schema, so that their JSON can be compared. */
export function sameValue(one: SettingValue, other: SettingValue): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

import { z } from 'zod';
import type { PauseReason, SettingEntry, SettingType, SettingValue } from './entry';
import { lineFormatChecks, textFormatChecks } from './formats';

/** Made once for each type: forms ask with every key that is pressed, imports for thousands of values. */
const made = new WeakMap<SettingType, z.ZodType<SettingValue>>();

/**
 * What a value of the setting may be; parsing also tidies it (blanks at the ends, empty lines, hexadecimal codes to
 * decimal), so that what is kept is what is compared. Messages of issues are keys of the portal's `fieldErrors`; their
 * texts take `settingLimits` as parameters. The empty text is "none" and no secret.
 *
 * @param today decides how far ahead a date may lie; left out, it is the day on which a value is checked.
 */
export function settingSchema({ type }: Pick<SettingEntry, 'type'>, today?: Date): z.ZodType<SettingValue> {
  if (today !== undefined) return schemaOf(type, () => today);
  const schema = made.get(type) ?? schemaOf(type, () => new Date());
  made.set(type, schema);
  return schema;
}

function schemaOf(type: SettingType, today: () => Date): z.ZodType<SettingValue> {
  switch (type.kind) {
    case 'boolean':
      return z.boolean('setting-type');
    case 'integer':
      return wholeNumber(type.min, type.max);
    case 'text': {
      const format = type.format === undefined ? undefined : textFormatChecks[type.format];
      return line(type.max, format?.tidy).refine(
        (text) => text === '' || format === undefined || format.fits(text),
        `setting-${type.format ?? 'type'}`,
      );
    }
    case 'secret':
      return z
        .string('setting-type')
        .min(1, 'required')
        .max(type.max, 'setting-too-long')
        .refine((text) => !unstorable.test(text), 'setting-characters');
    case 'choice':
      return z
        .string('setting-type')
        .refine((value) => type.options.some((option) => option.value === value), 'setting-choice');
    case 'choices':
      return choices(
        type.options.map(({ value }) => value),
        type.max,
      );
    case 'date':
      return z
        .string('setting-type')
        .trim()
        .refine((day) => day === '' || z.iso.date().safeParse(day).success, 'setting-date')
        .refine((day) => type.maxYears === undefined || !liesBeyond(day, type.maxYears, today()), 'setting-date-far');
    case 'list':
      return list(type);
    case 'masking':
      return z.strictObject({ digits: wholeNumber(0, type.max) }, 'setting-type');
    case 'reasons':
      return reasons(type);
  }
}

/** Limits of a type, as parameters of the texts of broken rules: `{min} to {max}`, `at most {maxLength} characters`. */
export function settingLimits(type: SettingType): Record<string, number> {
  switch (type.kind) {
    case 'integer':
      return { min: type.min, max: type.max };
    case 'masking':
      return { min: 0, max: type.max };
    case 'text':
    case 'secret':
      return { maxLength: type.max };
    case 'choices':
      return { maxItems: type.max ?? type.options.length };
    case 'list':
    case 'reasons':
      return { maxItems: type.maxItems, maxLength: type.maxLength };
    case 'date':
      return type.maxYears === undefined ? {} : { maxYears: type.maxYears };
    case 'boolean':
    case 'choice':
      return {};
  }
}

/** Line breaks and other control characters, and halves of characters: a single line has none of them. */
const notOnALine = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
/** A secret may have several lines (a private key), but neither databases nor PBXes take a zero or half a character. */
const unstorable = /[\0\p{Cs}]/u;

function wholeNumber(min: number, max: number): z.ZodType<number> {
  return (
    z
      .number('setting-range')
      .int('setting-range')
      .min(min, 'setting-range')
      .max(max, 'setting-range')
      // JSON knows no minus zero.
      .overwrite((value) => (value === 0 ? 0 : value))
  );
}

/** One line of text in its one form: without blanks at the ends, letters composed, then as its format wants it. */
function line(maxLength: number, tidy: (text: string) => string = (text) => text) {
  return z
    .string('setting-type')
    .overwrite((text) => tidy(text.trim().normalize('NFC')))
    .refine((text) => !notOnALine.test(text), 'setting-characters')
    .max(maxLength, 'setting-too-long');
}

function choices(order: readonly string[], max = order.length) {
  return z
    .array(
      z.string('setting-type').refine((value) => order.includes(value), 'setting-choice'),
      'setting-type',
    )
    .transform((values) => order.filter((value) => values.includes(value)))
    .refine((values) => values.length <= max, 'setting-too-many');
}

/** Two lines are the same if they differ only in case and blanks. */
function noRepeats(lines: readonly string[]): boolean {
  const folded = lines.map((text) => text.replace(/\s+/g, ' ').toLowerCase());
  return new Set(folded).size === lines.length;
}

function list({ format, maxItems, maxLength }: Extract<SettingType, { kind: 'list' }>) {
  const check = format === undefined ? undefined : lineFormatChecks[format];
  return z
    .array(
      line(maxLength, check?.tidy).refine(
        (text) => text === '' || check === undefined || check.fits(text),
        `setting-${format ?? 'type'}`,
      ),
      'setting-type',
    )
    .transform((lines) => lines.filter((text) => text !== ''))
    .refine((lines) => lines.length <= maxItems, 'setting-too-many')
    .refine(noRepeats, 'setting-repeated');
}

function reasons({ maxItems, maxLength }: Extract<SettingType, { kind: 'reasons' }>) {
  const translation = line(maxLength).optional();
  const reason = z.strictObject(
    {
      text: line(maxLength),
      translations: z
        .strictObject({ en: translation, de: translation, it: translation }, 'setting-type')
        .default({})
        .transform((all): PauseReason['translations'] =>
          Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined && text !== '')),
        ),
    },
    'setting-type',
  );
  return z
    .array(reason, 'setting-type')
    .transform((all) => all.filter(({ text }) => text !== ''))
    .refine((all) => all.length <= maxItems, 'setting-too-many')
    .refine((all) => noRepeats(all.map(({ text }) => text)), 'setting-repeated');
}

function liesBeyond(day: string, years: number, today: Date): boolean {
  const last = new Date(today);
  last.setUTCFullYear(last.getUTCFullYear() + years);
  return day > last.toISOString().slice(0, 10);
}

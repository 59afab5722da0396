import { z } from 'zod';
import type { SettingEntry, SettingValue, TextFormat } from './entry';

const formats: Record<TextFormat, RegExp> = {
  dialable: /^\+?[\d*#]+$/,
  prefix: /^[\d*#+]+$/,
  digits: /^\d+$/,
  guid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  url: /^https?:\/\/[^\s/?#]+([/?#]\S*)?$/i,
  'url-or-unc': /^(https?:\/\/[^\s/?#]+([/?#]\S*)?|\\\\[^\\/:*?"<>|\s]+(\\[^\\/:*?"<>|]+)+\\?)$/i,
  'ews-url': /^https?:\/\/[^\s/?#]+\/ews\/exchange\.asmx$/i,
  'session-url': /^https:\/\/[^\s/?#]+\/PBX0\/session\.xml$/,
  host: /^(?=.{1,253}(:|$))([a-z\d]([-a-z\d]{0,61}[a-z\d])?(\.[a-z\d]([-a-z\d]{0,61}[a-z\d])?)*|\[[\da-f:.]+\])(:\d{1,5})?$/i,
  email: /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/,
  domain: /^[a-z\d]([-a-z\d]{0,61}[a-z\d])?(\.[a-z\d]([-a-z\d]{0,61}[a-z\d])?)+$/i,
  path: /^\/\S*$/,
};

const pattern = /^[\dxX*#+]+$/;
const hexOrDecimal = /^(0x[\da-f]{1,8}|\d{1,10})$/i;

/** True when two lines differ only in case and blanks. */
const sameLine = (line: string): string => line.trim().replace(/\s+/g, ' ').toLowerCase();
const noRepeats = (lines: readonly string[]): boolean => new Set(lines.map(sameLine)).size === lines.length;

/**
 * What a value of the setting may be; parsing also tidies it (blanks at the ends, empty lines, hexadecimal codes to
 * decimal), so that what is kept is what is compared. Rules are keys of the portal's `fieldErrors`.
 */
export function settingSchema({ type }: SettingEntry): z.ZodType<SettingValue> {
  switch (type.kind) {
    case 'boolean':
      return z.boolean('setting-type');
    case 'integer':
      return z
        .number('setting-type')
        .int('setting-whole')
        .min(type.min, 'setting-range')
        .max(type.max, 'setting-range');
    case 'text': {
      const text = z.string('setting-type').trim().max(type.max, 'too-long');
      const { format } = type;
      if (format === undefined) return text;
      return text.refine((value) => value === '' || formats[format].test(value), `setting-${format}`);
    }
    case 'secret':
      return z.string('setting-type').min(1, 'required').max(type.max, 'too-long');
    case 'choice':
      return z
        .string('setting-type')
        .refine((value) => type.options.some((option) => option.value === value), 'setting-choice');
    case 'choices': {
      const order = type.options.map(({ value }) => value);
      return z
        .array(z.string('setting-type'))
        .refine((values) => values.every((value) => order.includes(value)), 'setting-choice')
        .transform((values) => order.filter((value) => values.includes(value)))
        .refine((values) => values.length <= (type.max ?? order.length), 'setting-too-many');
    }
    case 'date':
      return z
        .string('setting-type')
        .refine((value) => value === '' || z.iso.date().safeParse(value).success, 'setting-date')
        .refine((value) => type.maxYears === undefined || notLaterThan(value, type.maxYears), 'setting-date-far');
    case 'list':
      return z
        .array(z.string('setting-type').max(type.maxLength * 2, 'too-long'))
        .transform((lines) => lines.map((line) => tidyLine(line, type.format)).filter((line) => line !== ''))
        .pipe(
          z
            .array(
              z
                .string()
                .max(type.maxLength, 'too-long')
                .refine((line) => type.format !== 'pattern' || pattern.test(line), 'setting-pattern')
                .refine((line) => type.format !== 'hex-or-decimal' || /^\d+$/.test(line), 'setting-code'),
            )
            .max(type.maxItems, 'setting-too-many')
            .refine(noRepeats, 'setting-repeated'),
        );
    case 'masking':
      return z.strictObject({
        digits: z.number('setting-type').int('setting-whole').min(0, 'setting-range').max(type.max, 'setting-range'),
      });
    case 'reasons':
      return reasonsSchema(type.maxItems, type.maxLength);
  }
}

function reasonsSchema(maxItems: number, maxLength: number) {
  const line = z.string('setting-type').trim().max(maxLength, 'too-long');
  const translation = line.optional().transform((text) => (text === '' ? undefined : text));
  return z
    .array(
      z.strictObject({
        text: line,
        translations: z
          .strictObject({ en: translation, de: translation, it: translation })
          .transform((all) => Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined)))
          .default({}),
      }),
    )
    .transform((reasons) => reasons.filter(({ text }) => text !== ''))
    .pipe(
      z
        .array(z.custom<{ text: string; translations: Partial<Record<'en' | 'de' | 'it', string>> }>())
        .max(maxItems, 'setting-too-many')
        .refine((reasons) => noRepeats(reasons.map(({ text }) => text)), 'setting-repeated'),
    );
}

function tidyLine(line: string, format: 'pattern' | 'hex-or-decimal' | undefined): string {
  const text = line.trim();
  return format === 'hex-or-decimal' && hexOrDecimal.test(text) ? String(Number(text)) : text;
}

function notLaterThan(date: string, years: number): boolean {
  const last = new Date();
  last.setUTCFullYear(last.getUTCFullYear() + years);
  return date === '' || date <= last.toISOString().slice(0, 10);
}

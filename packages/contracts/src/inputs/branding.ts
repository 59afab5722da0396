import { z } from 'zod';
import { type BrandTheme, isReadableAccent } from '../branding/colours';
import { logoBytes } from '../branding/logo';
import { tenantInput } from './common';

/** A picker gives capitals or not; stored is `#rrggbb` in lower case. */
const accentSchema = (theme: BrandTheme) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, 'colour-form')
    .refine((accent) => !/^#[0-9a-f]{6}$/.test(accent) || isReadableAccent(accent, theme), 'colour-contrast')
    .nullable();

/** A whole host name, such as `portal.example.com`: no scheme, no port, no wildcard. */
export const hostNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, 'too-long')
  .regex(/^(?=.*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/, 'host-name');

/** Neither ends a header's line nor hides what is said. */
const mailNameSchema = z
  .string()
  .trim()
  .max(80, 'too-long')
  .regex(/^[^\p{Cc}\p{Cf}<>"@]+$/u, 'mail-name');

export const brandingFields = {
  productName: z.string().trim().min(1, 'name-required').max(40, 'too-long'),
  hostName: hostNameSchema.nullable(),
  accentLight: accentSchema('light'),
  accentDark: accentSchema('dark'),
  mailFromName: mailNameSchema.nullable(),
  mailReplyTo: z.email('email-invalid').max(254, 'too-long').nullable(),
};

export const updateBrandingInput = tenantInput.extend({
  ...brandingFields,
  /** The version the form was opened with, 0 where there was no branding yet; another one is refused as `plan-outdated`. */
  version: z.number().int(),
  /** The file as base64; null takes the logo away; left out keeps it. */
  logo: z
    .base64('logo-type')
    .max(Math.ceil(logoBytes / 3) * 4, 'logo-too-large')
    .nullable()
    .optional(),
});
export type UpdateBrandingInput = z.infer<typeof updateBrandingInput>;

export const removeBrandingInput = tenantInput.extend({ version: z.number().int() });

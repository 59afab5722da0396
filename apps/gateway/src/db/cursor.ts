import { invalidField } from '@switchroom/contracts';
import { z } from 'zod';

const cursorSchema = z.tuple([z.string(), z.uuid()]);

/** The opaque keyset cursor: sort value and id of the last row. */
export function encodeCursor(value: string, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** Throws AppError `invalid-input` on field `cursor` for anything we did not make. */
export function decodeCursor(cursor: string): { value: string; id: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalidField('cursor', 'cursor-invalid');
  }
  const result = cursorSchema.safeParse(parsed);
  if (!result.success) throw invalidField('cursor', 'cursor-invalid');
  return { value: result.data[0], id: result.data[1] };
}

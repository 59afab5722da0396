import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Column helpers shared by the table files. All times are timestamptz, read as Date. */
export const id = () => uuid('id').primaryKey().defaultRandom();
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const createdAt = () => at('created_at').notNull().defaultNow();
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
/**
 * A JSON value that can also be a bare text. Drizzle's own jsonb reads a text as JSON a second time, so that `"112"` would
 * come back as a number.
 */
export const jsonValue = <Value>(name: string) =>
  customType<{ data: Value; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => value as Value,
  })(name);

import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Column helpers shared by the table files. All times are timestamptz, read as Date. */
export const id = () => uuid('id').primaryKey().defaultRandom();
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const createdAt = () => at('created_at').notNull().defaultNow();
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

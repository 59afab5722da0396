import { defineConfig } from 'drizzle-kit';

/** `pnpm db:generate` writes the difference between the schema files and the last migration; it needs no database. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/index.ts',
  out: './migrations',
  schemaFilter: ['public'],
});

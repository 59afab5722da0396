import type { AnyTRPCProcedure } from '@trpc/server';
import { z } from 'zod';
import { appRouter } from '../../src/api/router';
import type { ProcedureMeta } from '../../src/api/trpc';

/** A procedure of the API as the router has it. */
export interface ApiProcedure {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  /** Undefined when whoever added it forgot to say; a test fails on that. */
  access: ProcedureMeta['access'] | undefined;
  /** What is asked of the input, one schema after the other. */
  inputs: z.ZodType[];
}

/** Every procedure there is. */
export const apiProcedures: readonly ApiProcedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>,
).map(([path, procedure]) => ({
  path,
  type: procedure._def.type,
  access: (procedure._def.meta as ProcedureMeta | undefined)?.access,
  inputs: (procedure._def as unknown as { inputs: z.ZodType[] }).inputs,
}));

const beyondPermissions: ReadonlySet<string> = new Set(['public', 'signed-in', 'own-account', 'impersonating']);

/** Those that act in the organisation that the input names, by a permission. */
export const tenantProcedures = apiProcedures.filter(
  ({ access }) => access !== undefined && !beyondPermissions.has(access),
);

/** A place in an input that takes the id of something: keys from the outside in, `[]` for the items of a list. */
export type IdPlace = readonly string[];

/** Every place of an input that takes a UUID, and `guid`, by which a PBX calls its objects. */
export function idPlaces({ inputs }: ApiProcedure): IdPlace[] {
  const places = inputs.flatMap((input) =>
    walk(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema, []),
  );
  return [...new Map(places.map((place) => [place.join('.'), place])).values()];
}

interface JsonSchema {
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

function walk(schema: JsonSchema, at: string[]): string[][] {
  if (schema.format === 'uuid' || at.at(-1) === 'guid') return [at];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => walk(inner, [...at, key])),
    ...(schema.items === undefined ? [] : walk(schema.items, [...at, '[]'])),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((inner) => walk(inner, at)),
  ];
}

/** The input with another value at that place. */
export function withId(input: unknown, [key, ...rest]: IdPlace, id: string): unknown {
  if (key === undefined) return id;
  if (key === '[]') return [withId(Array.isArray(input) ? input[0] : undefined, rest, id)];
  return {
    ...(input as object | undefined),
    [key]: withId((input as Record<string, unknown> | undefined)?.[key], rest, id),
  };
}

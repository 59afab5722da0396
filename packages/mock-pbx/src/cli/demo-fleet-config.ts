import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from './arguments';

const common = {
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  /** PBX name (`loc` of its objects). */
  pbx: z.string(),
  users: z.number().int().nonnegative(),
  seed: z.number().int(),
  version: z.string().optional(),
  build: z.string().optional(),
  /** The App object over which the PBX is linked, and its password. */
  appObject: z.string(),
  password: z.string(),
};

const pbxSchema = z.discriminatedUnion('direction', [
  z.object({ ...common, direction: z.literal('outbound'), listenPort: z.number().int(), module: z.string() }),
  z.object({ ...common, direction: z.literal('inbound'), dialUrl: z.string() }),
]);

const configSchema = z.object({ pbxs: z.array(pbxSchema).min(1) });

export type DemoPbx = z.infer<typeof pbxSchema>;

/** The PBXes of a demo as its seed wrote them. Throws a UsageError that names the file and what is wrong with it. */
export function readDemoFleet(file: string): DemoPbx[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--config ${file} cannot be read: seed the demo first`, { cause: error });
  }
  const parsed = configSchema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data.pbxs;
  const first = parsed.error.issues[0];
  throw new UsageError(`--config ${file}: ${first?.path.join('.') ?? ''} ${first?.message ?? 'is not a demo fleet'}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--config ${file} is no JSON: seed the demo again`, { cause: error });
  }
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const common = {
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  pbx: z.string(),
  users: z.number(),
  seed: z.number(),
  version: z.string(),
  build: z.string(),
  appObject: z.string(),
  password: z.string(),
};

const signIn = z.object({ email: z.string(), password: z.string() });

/** What the simulated PBXes of the demo and `npm start` read. Holds passwords: mode 0600. */
const demoFileSchema = z.object({
  version: z.literal(1),
  administrator: signIn,
  /** Others who can sign in; a file from before there were any has none. */
  people: z.array(signIn.extend({ name: z.string(), role: z.string(), organisation: z.string() })).default([]),
  /** The loopback port of the PBXes that the gateway dials; chosen at the first seed and kept. */
  listenPort: z.number(),
  pbxs: z.array(
    z.discriminatedUnion('direction', [
      z.object({ ...common, direction: z.literal('outbound'), listenPort: z.number(), module: z.string() }),
      z.object({ ...common, direction: z.literal('inbound'), dialUrl: z.string() }),
    ]),
  ),
});
export type DemoFile = z.infer<typeof demoFileSchema>;

/** The file of an earlier seed; undefined when there is none. Throws, naming the file, when it is damaged. */
export function readDemoFile(path: string): DemoFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return demoFileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is damaged. Cure: delete it; the next start writes a new one.`, { cause: error });
  }
}

/** Replaces the file as a whole, so that nobody reads half of it. */
export function writeDemoFile(path: string, content: DemoFile): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}

import { z } from 'zod';
import { type CheckpointFacts, isSignedBy } from './signing';

/** A checkpoint as a file that is kept somewhere else: with its key, so that it can be checked without this installation. */
export const checkpointFileSchema = z.object({
  kind: z.literal('switchroom-audit-checkpoint'),
  organisation: z.object({ id: z.uuid(), name: z.string() }),
  seq: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  key: z.object({ id: z.uuid(), publicKey: z.string() }),
  signature: z.base64(),
});
export type CheckpointFile = z.infer<typeof checkpointFileSchema>;

export function toCheckpointFile(
  facts: CheckpointFacts,
  organisation: { id: string; name: string },
  key: { id: string; publicKey: string },
  signature: Buffer,
): CheckpointFile {
  return {
    kind: 'switchroom-audit-checkpoint',
    organisation: { id: organisation.id, name: organisation.name },
    seq: facts.seq,
    hash: facts.hash,
    at: facts.at.toISOString(),
    key: { id: key.id, publicKey: key.publicKey },
    signature: signature.toString('base64'),
  };
}

/** A checkpoint as the walk along a chain needs it. */
export interface KnownCheckpoint extends CheckpointFacts {
  id: string | null;
  /** Undefined: a key that nobody knows. */
  publicKey: string | undefined;
  signature: Buffer;
}

/**
 * Reads such a file.
 * @throws {Error} one sentence that says what is wrong with it
 */
export function readCheckpointFile(text: string): { file: CheckpointFile; checkpoint: KnownCheckpoint } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error('The checkpoint file is no JSON.', { cause: error });
  }
  const parsed = checkpointFileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(
      `The file is no checkpoint of an audit log (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`,
    );
  }
  const file = parsed.data;
  const checkpoint: KnownCheckpoint = {
    id: null,
    organisationId: file.organisation.id,
    seq: file.seq,
    hash: file.hash,
    at: new Date(file.at),
    publicKey: file.key.publicKey,
    signature: Buffer.from(file.signature, 'base64'),
  };
  if (!isSignedBy(file.key.publicKey, checkpoint, checkpoint.signature)) {
    throw new Error('The signature of the checkpoint file does not fit what it says: the file was altered.');
  }
  return { file, checkpoint };
}

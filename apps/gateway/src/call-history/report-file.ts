import { settingLevels } from '@switchroom/contracts';
import { z } from 'zod';
import { isReportSignedBy } from '../audit/signing';

/** The kind under which a report is signed. */
export const retentionReportKind = 'call history retention';

const moment = z.iso.datetime();

/** How long each store is kept and when it was purged last, as a file that can be checked without this installation. */
const retentionReportFileSchema = z.object({
  kind: z.literal('switchroom-retention-report'),
  report: z.object({
    organisation: z.object({ id: z.uuid(), name: z.string() }),
    at: moment,
    stores: z.array(
      z.object({
        store: z.literal('call-history'),
        organisation: z.object({ id: z.uuid(), name: z.string() }),
        pbx: z.object({ id: z.uuid(), name: z.string() }),
        wantedDays: z.number().int(),
        effectiveDays: z.number().int(),
        origin: z.object({ level: z.enum([...settingLevels, 'factory']), place: z.string().nullable() }),
        oldestAt: moment.nullable(),
        lastRun: z.object({ startedAt: moment, finishedAt: moment.nullable(), deleted: z.number().int() }).nullable(),
        nextRunAt: moment,
        timeZone: z.string(),
      }),
    ),
  }),
  key: z.object({ id: z.uuid(), publicKey: z.string() }),
  signature: z.base64(),
});
export type RetentionReportFile = z.infer<typeof retentionReportFileSchema>;

/**
 * Reads such a file and checks its signature. Whether the key in it is that of the installation is for the reader to
 * compare, as with the checkpoints of the audit log, which are signed with the same one.
 * @throws {Error} one sentence that says what is wrong with it
 */
export function readRetentionReport(text: string): RetentionReportFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error('The retention report is no JSON.', { cause: error });
  }
  const parsed = retentionReportFileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`The file is no retention report (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`);
  }
  const { report, key, signature } = parsed.data;
  if (!isReportSignedBy(key.publicKey, retentionReportKind, report, Buffer.from(signature, 'base64'))) {
    throw new Error('The signature of the retention report does not fit what it says: the file was altered.');
  }
  return parsed.data;
}

import { readPseudo, ReplicateNext, ReplicateStart, type ResultOf } from '@switchroom/protocol';
import type { FleetReader, FollowUp, PbxMessage } from '../fleet/port';
import type { UserRow } from './user-table';

/** What a follower is told by the replication of one link. Rows of the initial copy come first or in between. */
export interface ReplicationHandlers {
  /** The PBX accepted; comes again when the link started it anew. The copy follows. */
  onStarted: () => void;
  onCopied: (row: UserRow) => void;
  onCopyEnded: () => void;
  /** The copy broke off; live changes may still come, but the users are not known. */
  onCopyFailed: (error: unknown) => void;
  /** A user was added or changed. */
  onUser: (row: UserRow) => void;
  /** An App object or template was added or changed. */
  onObject: (guid: string) => void;
  /** Something was deleted; only the guid is certain. */
  onDeleted: (guid: string) => void;
}

type Row = NonNullable<ResultOf<typeof ReplicateNext>['columns']>;

/** What we want to hear of. Short on purpose: a list of more than twenty types made a PBX restart. */
const request = {
  add: true,
  del: true,
  columns: { guid: {}, h323: {}, cn: {}, dn: {}, apps: {}, config: {}, pseudo: {} },
  pseudo: ['', 'app', 'config'],
};

/**
 * Follows the user table of one PBX: declares the replication, copies the rows one by one and passes on every later
 * change. `admit` bounds how many copies run at once. Returns the function that ends it.
 */
export function replicate(
  fleet: Pick<FleetReader, 'subscribe'>,
  pbxId: string,
  options: { signal: AbortSignal; admit: (copy: () => Promise<void>) => Promise<void>; nextDeadlineMs: number },
  handlers: ReplicationHandlers,
): () => void {
  let run = 0;
  const copy = async (follow: FollowUp) => {
    run += 1;
    const own = run;
    const current = () => own === run && !options.signal.aborted;
    // Rows that changed while the copy runs came as live updates, which are newer than what the copy shows.
    await options.admit(async () => {
      while (current()) {
        const { columns } = await follow(
          ReplicateNext,
          {},
          { signal: options.signal, deadlineMs: options.nextDeadlineMs },
        );
        if (!current()) return;
        if (columns === undefined) return handlers.onCopyEnded();
        if (isUser(columns)) handlers.onCopied(userRow(columns));
      }
    });
  };
  return fleet.subscribe(pbxId, ReplicateStart, request, {
    onResult: (_result, _epoch, follow) => {
      handlers.onStarted();
      copy(follow).catch((error: unknown) => {
        if (!options.signal.aborted) handlers.onCopyFailed(error);
      });
    },
    onMessage: (message) => dispatch(message, handlers),
  });
}

function dispatch(message: PbxMessage, handlers: ReplicationHandlers): void {
  const { columns } = message.fields as { columns?: Row };
  if (columns === undefined) return;
  if (message.mt === 'ReplicateDel') handlers.onDeleted(columns.guid);
  else if (message.mt !== 'ReplicateAdd' && message.mt !== 'ReplicateUpdate') return;
  else if (isUser(columns)) handlers.onUser(userRow(columns));
  else handlers.onObject(columns.guid);
}

function isUser(row: Row): boolean {
  const { type } = readPseudo(row.pseudo);
  return type === '' || type === 'user';
}

function userRow({ guid, h323, cn, config, apps }: Row): UserRow {
  return { guid, h323, cn, config, apps };
}

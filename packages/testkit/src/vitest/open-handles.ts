import process from 'node:process';

/** How many handles of each kind keep the process alive. */
export type HandleCounts = Map<string, number>;

/** Handles that a test opens and has to close. Others (file reads, the pipe to vitest) come and go by themselves. */
const watched = new Map([
  ['TCPSocketWrap', 'TCP socket'],
  ['TCPServerWrap', 'TCP server'],
  ['TLSWrap', 'TLS socket'],
  ['UDPWrap', 'UDP socket'],
  ['PipeServerWrap', 'pipe server'],
  ['ProcessWrap', 'child process'],
  ['Timeout', 'timer'],
  ['FSEventWrap', 'file watcher'],
  ['MessagePort', 'message port'],
]);

/** Counts them now. */
export function snapshotHandles(): HandleCounts {
  const counts: HandleCounts = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    if (watched.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Names what is open now and was not in `before`, such as "2 TCP sockets". */
export function leftOpen(before: HandleCounts): string[] {
  return [...snapshotHandles()].flatMap(([kind, count]) => {
    const extra = count - (before.get(kind) ?? 0);
    const name = watched.get(kind) ?? kind;
    return extra > 0 ? [extra === 1 ? `1 ${name}` : `${extra} ${name}${name.endsWith('s') ? 'es' : 's'}`] : [];
  });
}

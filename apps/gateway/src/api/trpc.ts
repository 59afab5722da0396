import { initTRPC } from '@trpc/server';
import type { Permission } from '@switchroom/contracts';
import superjson from 'superjson';
import type { Caller } from '../auth/caller';
import type { Browser } from '../auth/visitor';
import type { Services } from '../services';
import { errorFormatter } from './error-map';

/** What every procedure starts with; `user` is undefined when there is no valid session or token. */
export interface RequestContext {
  requestId: string;
  address: string;
  /** The name under which the visitor sees the portal, lower case, without a port. */
  host?: string | undefined;
  user: Caller | undefined;
  services: Services;
  /** Only over HTTP and without a token: for what changes the person's own cookies. */
  browser?: Browser;
  /** Counts a call of this caller; throws `too-many-requests`. Left out by tests that call without a server. */
  limit?: (path: string) => void;
  /** Told about every finished call, for metrics. `outcome` is `ok` or the error code. */
  onCall?: (call: { path: string; type: string; outcome: string; seconds: number }) => void;
}

/** Every procedure says what it needs; a test walks the router and fails on one that does not. */
export interface ProcedureMeta {
  access: 'public' | 'signed-in' | 'own-account' | 'impersonating' | Permission;
}

export const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    errorFormatter,
    // Streams go over the websocket alone: there they end with the session, with rights and when somebody stops looking in.
    sse: { enabled: false },
  });
export const router = t.router;

import { initTRPC } from '@trpc/server';
import type { Permission } from '@switchroom/contracts';
import superjson from 'superjson';
import type { Services } from '../services';
import { errorFormatter } from './error-map';

/** The signed-in person of a request. */
export interface SessionUser {
  id: string;
  name: string;
  email: string;
}

/** What every procedure starts with; `user` is undefined when there is no valid session. */
export interface RequestContext {
  requestId: string;
  address: string;
  user: SessionUser | undefined;
  services: Services;
  /** Told about every finished call, for metrics. `outcome` is `ok` or the error code. */
  onCall?: (call: { path: string; type: string; outcome: string; seconds: number }) => void;
}

/** Every procedure says what it needs; a test walks the router and fails on one that does not. */
export interface ProcedureMeta {
  access: 'public' | 'signed-in' | Permission;
}

export const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({ transformer: superjson, errorFormatter });
export const router = t.router;

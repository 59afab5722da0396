import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The gateway's Prometheus metrics; one registry per gateway, so that tests can run several. */
export interface Metrics {
  registry: Registry;
  httpDone(labels: { method: string; route: string; status: number }, seconds: number): void;
  callDone(labels: { path: string; type: string; outcome: string }, seconds: number): void;
  /** Counts something that happened on links, by its name (`link_opened`, `frame_invalid`...). */
  count(event: string): void;
  /** Counts mail: `queued` or `held` when it is written, then `delayed` (a try that failed for now), `sent` or `failed`. */
  mail(event: 'queued' | 'held' | 'delayed' | 'sent' | 'failed'): void;
}

/** Seconds; from a cached read to a PBX that takes its full deadline. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

export function createMetrics(sources: {
  links: () => Record<string, number>;
  /** Totals since the process started, by state. */
  operations: () => Readonly<Record<string, number>>;
  streams: () => number;
  process?: boolean;
}): Metrics {
  const registry = new Registry();
  if (sources.process !== false) collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'switchroom_http_request_seconds',
    help: 'Duration of HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  const calls = new Histogram({
    name: 'switchroom_trpc_call_seconds',
    help: 'Duration of procedure calls; outcome is ok or the error code.',
    labelNames: ['path', 'type', 'outcome'],
    buckets,
    registers: [registry],
  });
  new Gauge({
    name: 'switchroom_links',
    help: 'Links to PBXes by state.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, count] of Object.entries(sources.links())) this.set({ kind }, count);
    },
  });
  new Counter({
    name: 'switchroom_operations_total',
    help: 'Operations of plans that ended, by state (verified, conflict, failed, unknown).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [state, count] of Object.entries(sources.operations())) this.inc({ state }, count);
    },
  });
  new Gauge({
    name: 'switchroom_browser_streams',
    help: 'Open websockets of browsers.',
    registers: [registry],
    collect() {
      this.set(sources.streams());
    },
  });
  const events = new Counter({
    name: 'switchroom_link_events_total',
    help: 'What happened on links and at the endpoint that PBXes dial.',
    labelNames: ['event'],
    registers: [registry],
  });
  const mails = new Counter({
    name: 'switchroom_mails_total',
    help: 'Mail by what became of it (queued, held, delayed, sent, failed).',
    labelNames: ['event'],
    registers: [registry],
  });
  return {
    registry,
    mail: (event) => mails.inc({ event }),
    count: (event) => events.inc({ event }),
    httpDone: (labels, seconds) => http.observe({ ...labels, status: String(labels.status) }, seconds),
    callDone: (labels, seconds) => calls.observe(labels, seconds),
  };
}

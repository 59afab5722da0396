import { AppError, type CalendarProbe, invalidField, microsoftTokenUrl } from '@switchroom/contracts';
import type { AuditLog, AuditRecord } from '../../audit/port';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { checkTls } from './check-tls';
import type { ConnectivityService } from './connectivity.service';
import { endpointOf, probeExchange } from './probe-exchange';
import { probeOffice365 } from './probe-office365';
import { runOpenssl } from './run-openssl';

export interface ConnectivityDependencies {
  db: Database;
  audit: AuditLog;
  /** Where servers that settings name may stand. */
  servers: AddressGuard;
  /** Where token endpoints may stand. */
  issuers: AddressGuard;
  /** PEM of authorities that are trusted besides those of Node. */
  authorities?: readonly string[];
  /** Of each look, ms. */
  deadlineMs?: number;
  /** Name or path of openssl. */
  openssl?: string;
}

/** Certificates and calendars as the gateway sees them. */
export function createConnectivityService(dependencies: ConnectivityDependencies): ConnectivityService {
  const { db, audit, servers, issuers, authorities, deadlineMs, openssl } = dependencies;
  const bounds = { authorities, deadlineMs };

  /** Whoever looks where something answers leaves a trace, also where nothing does. */
  const recorded = async <T>(
    tenant: Tenant,
    action: string,
    { host, port }: { host: string; port: number },
    look: () => Promise<{ answer: T } & Pick<AuditRecord, 'after' | 'result'>>,
  ): Promise<T> => {
    const name = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    // The timeline of a target reads ids of this length.
    const target = { kind: 'server' as const, id: name.slice(-100), name };
    const record = (facts: Pick<AuditRecord, 'after' | 'result'>) =>
      db.inScope(tenant, (tx) => audit.append(tx, tenant, { action, target, ...facts }));
    try {
      const { answer, ...facts } = await look();
      await record(facts);
      return answer;
    } catch (thrown) {
      const error = thrown instanceof ForbiddenAddressError ? forbidden(thrown) : thrown;
      await record({ after: { problem: error instanceof AppError ? error.code : 'internal' }, result: 'failed' });
      throw error;
    }
  };

  return {
    checkTls: (tenant, { host, port }) =>
      recorded(tenant, 'connectivity.check-tls', { host, port }, async () => {
        const answer = await checkTls({ host, port }, { guard: servers, ...bounds });
        const { outcome, accepted, findings, chain } = answer;
        return {
          answer,
          after: {
            outcome,
            accepted: accepted.strict,
            findings: findings.map(({ code }) => code),
            fingerprint: chain[0]?.fingerprint ?? null,
          },
          result: outcome === 'tls' ? 'allowed' : 'failed',
        };
      }),
    runOpenssl: (tenant, { host, port }) =>
      recorded(tenant, 'connectivity.run-openssl', { host, port }, async () => {
        const answer = await runOpenssl(
          { host, port },
          {
            guard: servers,
            ...(openssl === undefined ? {} : { program: openssl }),
            ...(deadlineMs === undefined ? {} : { deadlineMs }),
          },
        );
        const { outcome, exitCode } = answer;
        return {
          answer,
          after: { outcome, exitCode: exitCode ?? null },
          result: outcome === 'ran' && exitCode === 0 ? 'allowed' : 'failed',
        };
      }),
    probeExchange: (tenant, { ewsUrl }) =>
      recorded(tenant, 'connectivity.probe-exchange', endpoint(ewsUrl), async () =>
        probed(await probeExchange(ewsUrl, { guard: servers, ...bounds })),
      ),
    probeOffice365: (tenant, { tenantId, clientId, clientSecret, tokenUrl }) =>
      recorded(tenant, 'connectivity.probe-office365', endpoint(tokenUrl ?? microsoftTokenUrl(tenantId)), async () => {
        const question = { tenantId, clientId, clientSecret, tokenUrl };
        const { answer, after, result } = probed(await probeOffice365(question, { guard: issuers, ...bounds }));
        return { answer, after: { ...after, tenantId, clientId }, result };
      }),
  };
}

function endpoint(address: string): { host: string; port: number } {
  const url = new URL(address);
  return url.protocol === 'http:' && url.port === '' ? { ...endpointOf(url), port: 80 } : endpointOf(url);
}

function probed(answer: CalendarProbe) {
  const { works, status, findings } = answer;
  return {
    answer,
    after: { works, status: status ?? null, findings: findings.map(({ code }) => code) },
    result: works ? ('allowed' as const) : ('failed' as const),
  };
}

function forbidden(error: ForbiddenAddressError): AppError {
  return invalidField('host', 'address-forbidden', { kind: error.kind });
}

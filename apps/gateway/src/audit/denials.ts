import { AppError } from '@switchroom/contracts';
import type { Database } from '../db/database';
import type { Tenant } from '../db/tenant';
import type { AuditLog, AuditRecord } from './port';

/**
 * Runs `work`; when it refuses with `forbidden`, the attempt is written to the audit log before the refusal goes on.
 * For rules that a permission alone does not decide: who is stronger, whose own role it is.
 */
export async function recordingDenials<T>(
  { db, audit }: { db: Database; audit: AuditLog },
  tenant: Pick<Tenant, 'organisationId' | 'path' | 'actor' | 'onBehalfOf' | 'requestId' | 'address'>,
  attempt: Pick<AuditRecord, 'action' | 'target'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') {
      const why = error.fields?.map(({ rule }) => rule).join(', ');
      const { actor, organisationId } = tenant;
      await audit.denied([actor.id, organisationId, attempt.action, why], (more) =>
        db.inScope(tenant, (tx) =>
          audit.append(tx, tenant, {
            action: 'access.denied',
            target: attempt.target,
            after: { attempted: attempt.action, why, ...(more === undefined ? {} : { more }) },
            result: 'denied',
          }),
        ),
      );
    }
    throw error;
  }
}

/** A refusal of such a rule, at the field that it is about. */
export function refusedBy(path: string, rule: string, params?: Record<string, string | number>): AppError {
  return new AppError('forbidden', { fields: [{ path, rule, params }], message: `${path}: ${rule}` });
}

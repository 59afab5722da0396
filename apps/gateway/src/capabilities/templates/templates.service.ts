import type { TemplateRow } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface TemplatesService {
  /** All config templates of a PBX by name, from the snapshot, with its age. */
  list(tenant: Tenant, pbxId: string): Promise<{ rows: TemplateRow[]; asOf: Date | undefined }>;
}

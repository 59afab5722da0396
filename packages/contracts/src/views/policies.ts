import type { OrganisationRef } from './session';

/** A policy as it holds, and which organisation says so: null names one above the person's reach, or none at all. */
export interface EffectivePolicy<Value> {
  value: Value;
  from: OrganisationRef | null;
  /** Said here, or by an organisation above, or by nobody. */
  origin: 'own' | 'above' | 'none';
}

export interface PoliciesView {
  version: number;
  own: {
    requireSecondFactor: boolean;
    forbidImpersonation: boolean;
    auditRetentionDays: number | null;
    settingApprovalPbxs: number | null;
  };
  effective: {
    requireSecondFactor: EffectivePolicy<boolean>;
    forbidImpersonation: EffectivePolicy<boolean>;
    /** The longest that is set here or above. Null keeps everything. */
    auditRetentionDays: EffectivePolicy<number | null>;
    /**
     * From how many PBXes on a safety-critical setting needs a second person: the smallest number that is set here or
     * above. Null asks for nobody.
     */
    settingApprovalPbxs: EffectivePolicy<number | null>;
  };
  /** This session was opened with a second factor: without one, nobody can ask others for it. */
  secondFactorUsed: boolean;
}

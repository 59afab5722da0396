/** What inputs call the id of a row of each table; a procedure with an id that is not here fails the suite. */
export const idNames: Readonly<Record<string, readonly string[]>> = {
  pbxs: ['pbxId'],
  plans: ['planId'],
  operations: ['operationId'],
  members: ['memberId'],
  custom_roles: ['roleId', 'customRoleId'],
  invitations: ['invitationId'],
  identity_providers: ['providerId', 'identityProviderId'],
  api_tokens: ['tokenId'],
  impersonations: ['impersonationId'],
  outgoing_mails: ['mailId'],
  setting_changes: ['changeId'],
  call_records: ['callId'],
  audit_entries: ['entryId'],
  audit_checkpoints: ['checkpointId'],
  audit_forwarders: ['forwarderId'],
};
/**
 * Names by which inputs mean an organisation other than the one they act in; `organisationId` does where it stands inside of
 * something, as one of several places.
 */
export const organisationNames: readonly string[] = ['targetOrganisationId', 'parentId', 'within', 'organisationId'];

/**
 * Places that narrow a list: somebody else's id there is no error but leaves nothing over, as the id of nothing does. As
 * `procedure place`.
 */
export const filterPlaces: readonly string[] = [
  'auditTrail.list within',
  'auditTrail.list pbxId',
  'auditTrail.timeline pbxId',
  'auditTrail.export within',
  'auditTrail.export pbxId',
  'plans.list pbxId',
  'callHistory.list pbxId',
];

/** Places where somebody makes up the id of what they create. */
export const newIdPlaces: readonly string[] = ['identityProviders.create providerId'];

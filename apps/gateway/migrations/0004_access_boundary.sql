-- The tenant boundary of the tables that came with roles, sign-in and the audit log's checkpoints.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  custom_roles, invitations, organisation_policies, branding, identity_providers, api_tokens, impersonations,
  outgoing_mails, audit_forwarders, audit_forward_positions
TO switchroom_app;
--> statement-breakpoint
-- A checkpoint and the key it was signed with stay.
GRANT SELECT, INSERT ON audit_checkpoints, audit_signing_keys TO switchroom_app;
--> statement-breakpoint
-- Rotation wraps data keys anew and drops those that nothing is sealed under any more.
GRANT UPDATE, DELETE ON data_keys TO switchroom_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON system_secrets TO switchroom_app;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'custom_roles', 'invitations', 'organisation_policies', 'branding', 'identity_providers', 'api_tokens',
    'impersonations', 'outgoing_mails', 'audit_checkpoints', 'audit_forwarders', 'audit_forward_positions'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_boundary ON %I FOR ALL TO switchroom_app '
      'USING (organisation_id IN (SELECT id FROM organisations)) '
      'WITH CHECK (organisation_id IN (SELECT id FROM organisations))', name);
  END LOOP;
END
$$;
--> statement-breakpoint
ALTER TABLE system_secrets ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE system_secrets FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_only ON system_secrets FOR ALL TO switchroom_app
  USING (current_setting('app.scope', true) = '/')
  WITH CHECK (current_setting('app.scope', true) = '/');
--> statement-breakpoint
ALTER TABLE audit_signing_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit_signing_keys FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Public keys: anybody who checks a checkpoint needs them.
CREATE POLICY public_keys ON audit_signing_keys FOR SELECT TO switchroom_app USING (true);
--> statement-breakpoint
CREATE POLICY system_adds ON audit_signing_keys FOR INSERT TO switchroom_app
  WITH CHECK (current_setting('app.scope', true) = '/');
--> statement-breakpoint
-- Second factors and passkeys, as better-auth 1.7 expects them, and what a session was opened with.
ALTER TABLE auth."user" ADD COLUMN "twoFactorEnabled" boolean DEFAULT false;
--> statement-breakpoint
ALTER TABLE auth."session"
  ADD COLUMN "authMethod" text,
  ADD COLUMN "secondFactor" boolean DEFAULT false,
  ADD COLUMN "confirmedAt" timestamptz;
--> statement-breakpoint
CREATE TABLE auth."twoFactor" (
  "id" text NOT NULL PRIMARY KEY,
  "secret" text NOT NULL,
  "backupCodes" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "verified" boolean DEFAULT true,
  "failedVerificationCount" integer DEFAULT 0,
  "lockedUntil" timestamptz
);
--> statement-breakpoint
CREATE TABLE auth."passkey" (
  "id" text NOT NULL PRIMARY KEY,
  "name" text,
  "publicKey" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
  "credentialID" text NOT NULL,
  "counter" integer NOT NULL,
  "deviceType" text NOT NULL,
  "backedUp" boolean NOT NULL,
  "transports" text,
  "createdAt" timestamptz,
  "aaguid" text
);
--> statement-breakpoint
CREATE INDEX "twoFactor_secret_idx" ON auth."twoFactor" ("secret");
--> statement-breakpoint
CREATE INDEX "twoFactor_userId_idx" ON auth."twoFactor" ("userId");
--> statement-breakpoint
CREATE INDEX "passkey_userId_idx" ON auth."passkey" ("userId");
--> statement-breakpoint
CREATE INDEX "passkey_credentialID_idx" ON auth."passkey" ("credentialID");
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON auth."twoFactor", auth."passkey" TO switchroom_auth;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['twoFactor', 'passkey'] LOOP
    EXECUTE format('ALTER TABLE auth.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE auth.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY accounts_only ON auth.%I FOR ALL TO switchroom_auth USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;

-- The tenant boundary inside the database. The roles switchroom_app and switchroom_auth are made before the
-- migrations run (src/db/roles.ts): roles belong to the server, not to one database.
GRANT USAGE ON SCHEMA public TO switchroom_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON
  organisations, members, pbxs, pbx_status, pbx_secrets, pbx_events, plans, operations,
  snapshot_objects, snapshot_users, applied_objects
TO switchroom_app;
--> statement-breakpoint
-- What was recorded stays; what wraps secrets is only ever added to.
GRANT SELECT, INSERT ON audit_entries, data_keys TO switchroom_app;
--> statement-breakpoint
-- nullif: a setting that was local to an earlier transaction of the same connection comes back as the empty string,
-- and every path starts with the empty string. Without a scope the comparison is null, which lets nothing through.
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_boundary ON organisations FOR ALL TO switchroom_app
  USING (starts_with(path, nullif(current_setting('app.scope', true), '')))
  WITH CHECK (starts_with(path, nullif(current_setting('app.scope', true), '')));
--> statement-breakpoint
-- The organisations a sub-select sees are those of the policy above, so every tenant table follows the same tree.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'members', 'pbxs', 'pbx_status', 'pbx_secrets', 'pbx_events', 'plans', 'operations',
    'snapshot_objects', 'snapshot_users', 'applied_objects', 'audit_entries'
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
-- Data keys belong to no organisation: only the gateway's own work over all organisations sees them.
ALTER TABLE data_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE data_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY system_only ON data_keys FOR ALL TO switchroom_app
  USING (current_setting('app.scope', true) = '/')
  WITH CHECK (current_setting('app.scope', true) = '/');
--> statement-breakpoint
-- A path that leaves out or invents an ancestor would move a whole subtree into another scope.
CREATE FUNCTION organisations_check_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  above text := '/';
BEGIN
  IF NEW.parent_id IS NOT NULL THEN
    SELECT path INTO above FROM organisations WHERE id = NEW.parent_id;
    IF above IS NULL THEN
      RAISE EXCEPTION 'organisation %: its parent is missing or out of scope', NEW.id USING ERRCODE = 'foreign_key_violation';
    END IF;
  END IF;
  IF NEW.path IS DISTINCT FROM above || NEW.id || '/' THEN
    RAISE EXCEPTION 'organisation %: path must be %', NEW.id, above || NEW.id || '/' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER organisations_path BEFORE INSERT OR UPDATE OF id, parent_id, path ON organisations
  FOR EACH ROW EXECUTE FUNCTION organisations_check_path();
--> statement-breakpoint
-- Also for the owner of the table: what the audit log says was done cannot be made undone with plain SQL.
CREATE FUNCTION audit_entries_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse_change();

CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor_id","at");--> statement-breakpoint
CREATE INDEX "audit_entries_request" ON "audit_entries" USING btree ("request_id");
--> statement-breakpoint
-- How old entries leave the audit log: through one function, up to a signed checkpoint, and in no other way.
--
-- "Inside the purge" is what neither the application nor the owner of the tables can be with a statement of their own:
-- the session has taken on the application's role, and yet the current user is another one. That is so only within a
-- SECURITY DEFINER function that the application has called. An owner who connects has no role taken on; the
-- application is itself.
CREATE OR REPLACE FUNCTION audit_entries_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_entries'
    AND current_user <> 'switchroom_app' AND current_setting('role', true) = 'switchroom_app' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
-- The owner of the tables is bound by row-level security too (FORCE). What lets it through is the policy of the
-- application's role, which it is a member of; a membership that does not inherit finds no checkpoint below.
--
-- Only for the gateway's own work over all organisations: no request of a tenant gets here. Whether the chain holds up
-- to there and the signature is ours is checked before, where the keys are.
CREATE FUNCTION audit_purge(target uuid, up_to bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  purged bigint;
BEGIN
  IF current_setting('app.scope', true) IS DISTINCT FROM '/' THEN
    RAISE EXCEPTION 'the audit log is purged by the gateway itself' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM audit_checkpoints c
    JOIN audit_entries e ON e.organisation_id = c.organisation_id AND e.seq = c.seq AND e.hash = c.hash
    WHERE c.organisation_id = target AND c.seq = up_to;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the audit log of % has no checkpoint at entry %', target, up_to USING ERRCODE = 'check_violation',
      HINT = 'The owner of the tables has to be a member of switchroom_app with INHERIT.';
  END IF;
  DELETE FROM audit_entries WHERE organisation_id = target AND seq <= up_to;
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION audit_purge(uuid, bigint) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit_purge(uuid, bigint) TO switchroom_app;
--> statement-breakpoint
-- A checkpoint and the key it was signed with stay as they are, for everybody.
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE ON audit_checkpoints
  FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_signing_keys_append_only BEFORE UPDATE OR DELETE ON audit_signing_keys
  FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_change();

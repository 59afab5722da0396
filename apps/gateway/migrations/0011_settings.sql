CREATE TABLE "setting_change_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"change_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid,
	"key" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"sealed_after" "bytea",
	"data_key_id" uuid,
	"applied_at" timestamp with time zone,
	"base_revision" integer NOT NULL,
	CONSTRAINT "setting_change_items_once" UNIQUE NULLS NOT DISTINCT("change_id","organisation_id","pbx_id","key"),
	CONSTRAINT "setting_change_items_sealed" CHECK (("setting_change_items"."sealed_after" IS NULL) = ("setting_change_items"."data_key_id" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "setting_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"effective_at" timestamp with time zone,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp with time zone,
	"decision_reason" text DEFAULT '' NOT NULL,
	"applied_at" timestamp with time zone,
	"impact" jsonb,
	"restores" uuid,
	CONSTRAINT "setting_changes_tenant" UNIQUE("id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "setting_locks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"key" text NOT NULL,
	"reason" text NOT NULL,
	"locked_by" text NOT NULL,
	"locked_by_name" text NOT NULL,
	"locked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setting_locks_place" UNIQUE("organisation_id","key")
);
--> statement-breakpoint
CREATE TABLE "setting_values" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid,
	"key" text NOT NULL,
	"value" jsonb,
	"sealed_value" "bytea",
	"data_key_id" uuid,
	"revision" integer DEFAULT 1 NOT NULL,
	"set_by" text NOT NULL,
	"set_by_name" text NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setting_values_place" UNIQUE NULLS NOT DISTINCT("organisation_id","pbx_id","key"),
	CONSTRAINT "setting_values_kept" CHECK (("setting_values"."value" IS NULL) = ("setting_values"."sealed_value" IS NOT NULL)),
	CONSTRAINT "setting_values_sealed" CHECK (("setting_values"."sealed_value" IS NULL) = ("setting_values"."data_key_id" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "organisation_policies" ADD COLUMN "setting_approval_pbxs" integer;--> statement-breakpoint
ALTER TABLE "setting_change_items" ADD CONSTRAINT "setting_change_items_change_id_setting_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."setting_changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_change_items" ADD CONSTRAINT "setting_change_items_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_change_items" ADD CONSTRAINT "setting_change_items_data_key_id_data_keys_id_fk" FOREIGN KEY ("data_key_id") REFERENCES "public"."data_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_change_items" ADD CONSTRAINT "setting_change_items_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_restores" FOREIGN KEY ("restores") REFERENCES "public"."setting_changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_locks" ADD CONSTRAINT "setting_locks_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_values" ADD CONSTRAINT "setting_values_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_values" ADD CONSTRAINT "setting_values_data_key_id_data_keys_id_fk" FOREIGN KEY ("data_key_id") REFERENCES "public"."data_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_values" ADD CONSTRAINT "setting_values_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "setting_change_items_place" ON "setting_change_items" USING btree ("organisation_id","key");--> statement-breakpoint
CREATE INDEX "setting_change_items_pbx" ON "setting_change_items" USING btree ("pbx_id");--> statement-breakpoint
CREATE INDEX "setting_changes_organisation" ON "setting_changes" USING btree ("organisation_id","created_at","id");--> statement-breakpoint
CREATE INDEX "setting_changes_due" ON "setting_changes" USING btree ("effective_at") WHERE state = 'scheduled';--> statement-breakpoint
CREATE INDEX "setting_values_key" ON "setting_values" USING btree ("key","organisation_id");--> statement-breakpoint
CREATE INDEX "setting_values_pbx" ON "setting_values" USING btree ("pbx_id");
--> statement-breakpoint
-- The tenant boundary of settings.
GRANT SELECT, INSERT, UPDATE, DELETE ON setting_values, setting_locks TO switchroom_app;
--> statement-breakpoint
-- The history stays: changes are decided and done, and nothing takes them out again.
GRANT SELECT, INSERT, UPDATE ON setting_changes, setting_change_items TO switchroom_app;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['setting_values', 'setting_locks', 'setting_changes', 'setting_change_items'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_boundary ON %I FOR ALL TO switchroom_app '
      'USING (organisation_id IN (SELECT id FROM organisations)) '
      'WITH CHECK (organisation_id IN (SELECT id FROM organisations))', name);
  END LOOP;
END
$$;

CREATE TABLE "call_records" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"call_key" text NOT NULL,
	"source" text NOT NULL,
	"rank" text NOT NULL,
	"legs" text[] NOT NULL,
	"conference" text,
	"user_guid" text,
	"user_name" text,
	"user_cn" text,
	"user_number" text,
	"direction" text NOT NULL,
	"remote_number" text,
	"remote_name" text,
	"clir" boolean NOT NULL,
	"external" boolean NOT NULL,
	"missed" boolean NOT NULL,
	"status" text NOT NULL,
	"cause" integer,
	"further" boolean NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"alert_seconds" integer NOT NULL,
	"connected_seconds" integer NOT NULL,
	"call_seconds" integer NOT NULL,
	"events" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"groups" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "call_records_call" UNIQUE("pbx_id","call_key")
);
--> statement-breakpoint
CREATE TABLE "cdr_intakes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"token" text NOT NULL,
	"user_name" text NOT NULL,
	"sealed_password" "bytea" NOT NULL,
	"data_key_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_received_at" timestamp with time zone,
	"last_refused_at" timestamp with time zone,
	"last_refusal" text,
	CONSTRAINT "cdr_intakes_pbx" UNIQUE("pbx_id"),
	CONSTRAINT "cdr_intakes_token" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "retention_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"days" integer NOT NULL,
	"wanted_days" integer NOT NULL,
	"origin" text NOT NULL,
	"cutoff" timestamp with time zone NOT NULL,
	"deleted" integer DEFAULT 0 NOT NULL,
	"oldest_kept_at" timestamp with time zone,
	"asked_by" text,
	"asked_by_name" text,
	CONSTRAINT "retention_runs_once" UNIQUE("pbx_id","kind","due_at")
);
--> statement-breakpoint
CREATE TABLE "retention_zones" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"time_zone" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "call_records" ADD CONSTRAINT "call_records_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_records" ADD CONSTRAINT "call_records_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "cdr_intakes" ADD CONSTRAINT "cdr_intakes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cdr_intakes" ADD CONSTRAINT "cdr_intakes_data_key_id_data_keys_id_fk" FOREIGN KEY ("data_key_id") REFERENCES "public"."data_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cdr_intakes" ADD CONSTRAINT "cdr_intakes_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "retention_runs" ADD CONSTRAINT "retention_runs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_runs" ADD CONSTRAINT "retention_runs_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "retention_zones" ADD CONSTRAINT "retention_zones_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_records_pbx" ON "call_records" USING btree ("pbx_id","started_at","id");--> statement-breakpoint
CREATE INDEX "call_records_organisation" ON "call_records" USING btree ("organisation_id","started_at","id");--> statement-breakpoint
CREATE INDEX "call_records_time" ON "call_records" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "retention_runs_last" ON "retention_runs" USING btree ("pbx_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "retention_runs_asked" ON "retention_runs" USING btree ("pbx_id") WHERE kind = 'asked' AND finished_at IS NULL;--> statement-breakpoint
CREATE INDEX "retention_runs_open" ON "retention_runs" USING btree ("due_at") WHERE finished_at IS NULL;
--> statement-breakpoint
-- The tenant boundary of call history.
GRANT SELECT, INSERT, UPDATE, DELETE ON call_records, cdr_intakes, retention_runs, retention_zones TO switchroom_app;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['call_records', 'cdr_intakes', 'retention_runs', 'retention_zones'] LOOP
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
-- A million short-lived rows: what a purge leaves behind is cleaned up before it is a fifth of the table.
ALTER TABLE call_records SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

CREATE TABLE "alarms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"cleared_at" timestamp with time zone,
	"acknowledged_by" text,
	"acknowledged_by_name" text,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "alarms_standing" UNIQUE NULLS NOT DISTINCT("pbx_id","kind","subject","cleared_at")
);
--> statement-breakpoint
CREATE TABLE "console_licences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"type" text NOT NULL,
	"quantity" integer NOT NULL,
	"care_term_date" text,
	"term_date" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "console_licences_type" UNIQUE("organisation_id","type"),
	CONSTRAINT "console_licences_quantity" CHECK ("console_licences"."quantity" BETWEEN 0 AND 100000)
);
--> statement-breakpoint
CREATE TABLE "console_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"console_type" text NOT NULL,
	"licence_organisation_id" uuid NOT NULL,
	"client" text DEFAULT '' NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "operators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"display_name" text NOT NULL,
	"console_type" text NOT NULL,
	"supervisor" boolean DEFAULT false NOT NULL,
	"device" text DEFAULT '' NOT NULL,
	"other_device" text DEFAULT '' NOT NULL,
	"member_id" uuid,
	"enabled" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operators_user" UNIQUE("pbx_id","user_name")
);
--> statement-breakpoint
CREATE TABLE "panic_presses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"operator_id" uuid,
	"operator_name" text NOT NULL,
	"press" text NOT NULL,
	"number" text NOT NULL,
	"test" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"pressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "panic_presses_once" UNIQUE("operator_id","press")
);
--> statement-breakpoint
CREATE TABLE "pauses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"reason" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "pauses_open" UNIQUE NULLS NOT DISTINCT("operator_id","ended_at")
);
--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "console_licences" ADD CONSTRAINT "console_licences_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console_sessions" ADD CONSTRAINT "console_sessions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console_sessions" ADD CONSTRAINT "console_sessions_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console_sessions" ADD CONSTRAINT "console_sessions_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "operators" ADD CONSTRAINT "operators_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operators" ADD CONSTRAINT "operators_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operators" ADD CONSTRAINT "operators_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "panic_presses" ADD CONSTRAINT "panic_presses_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panic_presses" ADD CONSTRAINT "panic_presses_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panic_presses" ADD CONSTRAINT "panic_presses_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "pauses" ADD CONSTRAINT "pauses_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pauses" ADD CONSTRAINT "pauses_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pauses" ADD CONSTRAINT "pauses_of_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "alarms_organisation" ON "alarms" USING btree ("organisation_id","raised_at");--> statement-breakpoint
CREATE INDEX "console_sessions_open" ON "console_sessions" USING btree ("licence_organisation_id","console_type") WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX "console_sessions_history" ON "console_sessions" USING btree ("organisation_id","started_at");--> statement-breakpoint
CREATE INDEX "operators_organisation" ON "operators" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "operators_member" ON "operators" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "panic_presses_history" ON "panic_presses" USING btree ("organisation_id","pressed_at");--> statement-breakpoint
CREATE INDEX "pauses_history" ON "pauses" USING btree ("organisation_id","started_at");
--> statement-breakpoint
-- The tenant boundary of the attendant service.
GRANT SELECT, INSERT, UPDATE, DELETE ON console_licences, operators TO switchroom_app;
--> statement-breakpoint
-- What was used, paused and pressed stays.
GRANT SELECT, INSERT, UPDATE ON console_sessions, pauses, panic_presses, alarms TO switchroom_app;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'console_licences', 'operators', 'console_sessions', 'pauses', 'panic_presses', 'alarms'
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

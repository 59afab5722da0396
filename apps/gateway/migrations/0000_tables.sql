CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"target_name" text NOT NULL,
	"pbx_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"result" text NOT NULL,
	"request_id" text NOT NULL,
	"address" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_seq" UNIQUE("organisation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_user_id_unique" UNIQUE("user_id")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"parent_id" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"path" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_path_unique" UNIQUE("path"),
	CONSTRAINT "organisations_name" UNIQUE NULLS NOT DISTINCT("parent_id","name"),
	CONSTRAINT "organisations_path" CHECK ("organisations"."path" LIKE '/%' AND right("organisations"."path", 38) = '/' || "organisations"."id"::text || '/')
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pbx_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"pbx_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"object_guid" text
);
--> statement-breakpoint
CREATE TABLE "pbx_secrets" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"pbx_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"data_key_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pbx_secrets_pbx_id_purpose_pk" PRIMARY KEY("pbx_id","purpose"),
	CONSTRAINT "pbx_secrets_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "pbx_status" (
	"pbx_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"link_kind" text DEFAULT 'offline' NOT NULL,
	"link_step" text,
	"link_reason" text DEFAULT 'never-connected',
	"link_detail" text,
	"link_since" timestamp with time zone DEFAULT now() NOT NULL,
	"link_retry_at" timestamp with time zone,
	"sync_state" text DEFAULT 'unknown' NOT NULL,
	"sync_at" timestamp with time zone,
	"drifted_objects" integer DEFAULT 0 NOT NULL,
	"app_objects" integer,
	"users" integer,
	"users_by_template" jsonb,
	"live_updates" boolean DEFAULT false NOT NULL,
	"pbx_name" text,
	"pbx_domain" text,
	"pbx_dns" text,
	"pbx_ip4" text,
	"pbx_version" text,
	"pbx_build" text,
	"identity_at" timestamp with time zone,
	"apis" jsonb,
	"nodes" jsonb,
	"nodes_at" timestamp with time zone,
	"licences" jsonb,
	"licences_at" timestamp with time zone,
	"last_plan_id" uuid
);
--> statement-breakpoint
CREATE TABLE "pbxs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"direction" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"app_object_name" text NOT NULL,
	"domain" text,
	"instance" text,
	"app_name" text DEFAULT 'switchroom-attendant' NOT NULL,
	"address" text,
	"pinned_certificate" text,
	"pinned_fingerprint" text,
	"version" integer DEFAULT 1 NOT NULL,
	"link_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pbxs_name" UNIQUE("organisation_id","name"),
	CONSTRAINT "pbxs_inbound" UNIQUE("domain","instance"),
	CONSTRAINT "pbxs_tenant" UNIQUE("id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"depends_on" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"action" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_guid" text,
	"object_name" text NOT NULL,
	"base" jsonb,
	"desired" jsonb,
	"changes" jsonb NOT NULL,
	"conflicts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" jsonb,
	"unverifiable" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sealed_secret" "bytea",
	"data_key_id" uuid,
	"started_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	CONSTRAINT "operations_position" UNIQUE("plan_id","position")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"pbx_id" uuid NOT NULL,
	"title" jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"users_affected" integer,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"request_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "plans_tenant" UNIQUE("id","pbx_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "applied_objects" (
	"pbx_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"kind" text NOT NULL,
	"fields" jsonb NOT NULL,
	"operation_id" uuid,
	"applied_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "applied_objects_pbx_id_guid_pk" PRIMARY KEY("pbx_id","guid")
);
--> statement-breakpoint
CREATE TABLE "snapshot_objects" (
	"pbx_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"long_name" text NOT NULL,
	"model" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"outside" jsonb,
	CONSTRAINT "snapshot_objects_pbx_id_guid_pk" PRIMARY KEY("pbx_id","guid")
);
--> statement-breakpoint
CREATE TABLE "snapshot_users" (
	"pbx_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"name" text NOT NULL,
	"long_name" text NOT NULL,
	"template" text,
	"apps" text[] NOT NULL,
	CONSTRAINT "snapshot_users_pbx_id_guid_pk" PRIMARY KEY("pbx_id","guid")
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pbx_events" ADD CONSTRAINT "pbx_events_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pbx_events" ADD CONSTRAINT "pbx_events_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "pbx_secrets" ADD CONSTRAINT "pbx_secrets_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pbx_secrets" ADD CONSTRAINT "pbx_secrets_data_key_id_data_keys_id_fk" FOREIGN KEY ("data_key_id") REFERENCES "public"."data_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pbx_secrets" ADD CONSTRAINT "pbx_secrets_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "pbx_status" ADD CONSTRAINT "pbx_status_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pbx_status" ADD CONSTRAINT "pbx_status_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "pbxs" ADD CONSTRAINT "pbxs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_plan_fk" FOREIGN KEY ("plan_id","pbx_id","organisation_id") REFERENCES "public"."plans"("id","pbx_id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_pbx_fk" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "applied_objects" ADD CONSTRAINT "applied_objects_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applied_objects" ADD CONSTRAINT "applied_objects_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "snapshot_objects" ADD CONSTRAINT "snapshot_objects_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_objects" ADD CONSTRAINT "snapshot_objects_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "snapshot_users" ADD CONSTRAINT "snapshot_users_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_users" ADD CONSTRAINT "snapshot_users_pbx" FOREIGN KEY ("pbx_id","organisation_id") REFERENCES "public"."pbxs"("id","organisation_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "audit_entries_time" ON "audit_entries" USING btree ("organisation_id","at");--> statement-breakpoint
CREATE INDEX "audit_entries_pbx" ON "audit_entries" USING btree ("pbx_id","at");--> statement-breakpoint
CREATE INDEX "members_organisation" ON "members" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "organisations_parent" ON "organisations" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "pbx_events_by_time" ON "pbx_events" USING btree ("pbx_id","at");--> statement-breakpoint
CREATE INDEX "pbx_status_organisation" ON "pbx_status" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "pbxs_organisation" ON "pbxs" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "operations_state" ON "operations" USING btree ("pbx_id","state");--> statement-breakpoint
CREATE INDEX "plans_by_time" ON "plans" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "plans_pbx" ON "plans" USING btree ("pbx_id","state");--> statement-breakpoint
CREATE INDEX "snapshot_objects_kind" ON "snapshot_objects" USING btree ("pbx_id","kind","name");
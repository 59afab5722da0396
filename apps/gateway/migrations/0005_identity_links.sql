CREATE TABLE "identity_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"member_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_links_subject" UNIQUE("provider_id","subject"),
	CONSTRAINT "identity_links_account" UNIQUE("provider_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "identity_providers" ADD COLUMN "emails_verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "identity_links" ADD CONSTRAINT "identity_links_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_links" ADD CONSTRAINT "identity_links_provider_id_identity_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."identity_providers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_links" ADD CONSTRAINT "identity_links_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identity_links_user" ON "identity_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "identity_links_member" ON "identity_links" USING btree ("member_id");
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_links TO switchroom_app;--> statement-breakpoint
ALTER TABLE identity_links ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE identity_links FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_boundary ON identity_links FOR ALL TO switchroom_app
  USING (organisation_id IN (SELECT id FROM organisations))
  WITH CHECK (organisation_id IN (SELECT id FROM organisations));

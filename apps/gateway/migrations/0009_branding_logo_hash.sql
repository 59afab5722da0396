ALTER TABLE "branding" ADD COLUMN "logo_hash" "bytea" GENERATED ALWAYS AS (sha256(logo)) STORED;--> statement-breakpoint
CREATE INDEX "branding_logo_hash" ON "branding" USING btree ("logo_hash");
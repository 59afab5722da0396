ALTER TABLE "plans" ADD COLUMN "confirmed_by" text;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "confirmed_by_name" text;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "on_behalf_of_id" text;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "on_behalf_of_name" text;
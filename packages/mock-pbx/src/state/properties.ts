/** Object properties of UpdateObject and GetObjectResult (innovaphone SDK, PbxAdminApi); anything else a client sends is ignored. */
export const OBJECT_PROPERTIES: ReadonlySet<string> = new Set(
  `cn dn h323 e164 loc node ext ext-in fake gi local trace text url
   h323-email emails config apps apps-my hide critical no-dev
   login-c login-t admin admin-node admin-pbx filter cd-filter push messages
   cfnr colr cfpr busy-out cd-block rej-ext no-disc dnd phone-config discard-phone-config
   allows uclic voicemail fax mobility mypbx video app-sharing reporting app-lics
   devices grp presence cds forks wakeups gws profiles pseudo phone`.split(/\s+/),
);

/** Properties for which an integer in UpdateObject removes the own value, so that the template's applies. */
export const BOOLEAN_PROPERTIES: ReadonlySet<string> = new Set(
  `hide critical no-dev h323-email uclic voicemail fax mobility mypbx video
   app-sharing reporting colr cfpr busy-out cd-block rej-ext no-disc dnd discard-phone-config`.split(/\s+/),
);

/** Properties that must be strings. */
export const STRING_PROPERTIES: ReadonlySet<string> = new Set(
  `cn dn h323 e164 loc node apps apps-my filter cd-filter push messages`.split(/\s+/),
);

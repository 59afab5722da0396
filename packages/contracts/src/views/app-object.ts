import type { AppFlags } from '../apps/flags';
import type { AppObjectForm } from '../inputs/app-objects';

/** A field changed on the PBX by somebody else since we last applied or read it. */
export interface OutsideChange {
  at: Date;
  /** True: differs from what we applied (drift). False: only news, nothing of ours was touched. */
  drift: boolean;
  fields: { field: string; ours: string; live: string }[];
  /** The object was removed on the PBX. */
  deleted: boolean;
}

export interface AppObjectRow {
  guid: string;
  name: string;
  longName: string;
  displayName: string;
  url: string;
  /** Catalogue key by the URL's last path component. */
  catalogueKey: string | undefined;
  flags: AppFlags;
  /** The PBX's own connection to that app's service is up; undefined = not reported. */
  connected: boolean | undefined;
  templates: string[];
  outside: OutsideChange | undefined;
  asOf: Date;
  /** The App object over which this PBX is linked to us: not deletable here. */
  isOwnLink: boolean;
}

export interface AppObjectDetail extends AppObjectRow {
  /** The form as it stands on the PBX: base of an edit. */
  form: AppObjectForm;
  apis: string[];
  references: {
    templates: { name: string; users: number }[];
    /** Users with the app granted directly (not by template). Undefined: unknown, TableUsers not granted. */
    directUsers: { guid: string; name: string; longName: string }[] | undefined;
    apps: { guid: string; name: string }[];
  };
}

export interface TemplateRow {
  guid: string;
  name: string;
  parents: string[];
  apps: string[];
  /** Users with this template set on themselves; undefined = unknown. */
  users: number | undefined;
}

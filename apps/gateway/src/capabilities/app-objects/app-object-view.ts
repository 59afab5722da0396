import { type AppObjectDetail, type AppObjectRow, catalogueAppOfUrl } from '@switchroom/contracts';
import { grantedApis } from '@switchroom/protocol';
import { flagsOfFields, formOfFields, setOf, textOf } from '../../plans/app-form';
import { modelOf } from '../../snapshots/record';
import type { ObjectRecord, PbxRecord } from './app-objects.queries';

/** An App object as a row; `templates` are all templates of the PBX. */
export function toRow(row: ObjectRecord, pbx: PbxRecord, templates: readonly ObjectRecord[]): AppObjectRow {
  const { fields, connected } = modelOf(row);
  const url = textOf(fields, 'url');
  return {
    guid: row.guid,
    name: row.name,
    longName: row.longName,
    displayName: textOf(fields, 'displayName'),
    url,
    catalogueKey: catalogueAppOfUrl(url)?.key,
    flags: flagsOfFields(fields),
    connected,
    templates: templates.filter((template) => givesApp(template, row.name)).map(({ longName }) => longName),
    outside: row.outside ? { ...row.outside, at: new Date(row.outside.at) } : undefined,
    asOf: row.readAt,
    isOwnLink: row.name === pbx.appObjectName,
  };
}

/** The detail: the form as it stands, and everything that refers to the app. */
export function toDetail(
  row: ObjectRecord,
  pbx: PbxRecord,
  references: {
    templates: readonly ObjectRecord[];
    apps: readonly ObjectRecord[];
    users: { guid: string; name: string; longName: string }[];
  },
): AppObjectDetail {
  const base = toRow(row, pbx, references.templates);
  return {
    ...base,
    form: formOfFields(modelOf(row).fields, base.templates),
    apis: grantedApis(base.flags),
    references: {
      templates: base.templates.map((name) => ({ name, users: pbx.usersByTemplate?.[name] ?? 0 })),
      directUsers: pbx.usersByTemplate === null ? undefined : references.users,
      apps: references.apps
        .filter((app) => app.guid !== row.guid && givesApp(app, row.name))
        .map(({ guid, name }) => ({ guid, name })),
    },
  };
}

/** True when the object's own list names the app; an object deleted on the PBX gives nothing. */
function givesApp(object: ObjectRecord, app: string): boolean {
  return object.outside?.deleted !== true && setOf(modelOf(object).fields, 'apps').includes(app);
}

import { type AppFlags, type AppObjectForm, appFlags } from '@switchroom/contracts';
import type { Fields } from './fields';

/** The managed fields of an App object that a form holds; its templates are fields of the templates, not of the app. */
export function fieldsOfForm(form: AppObjectForm): Fields {
  return {
    name: form.name,
    longName: form.longName,
    displayName: form.displayName,
    url: form.url,
    ...Object.fromEntries(appFlags.map((flag) => [flag, form.flags[flag]])),
    hideFromDirectory: form.hideFromDirectory,
    critical: form.critical,
  };
}

/** The form of an App object as it stands on the PBX. */
export function formOfFields(fields: Fields, templates: readonly string[]): AppObjectForm {
  return {
    name: textOf(fields, 'name'),
    longName: textOf(fields, 'longName'),
    displayName: textOf(fields, 'displayName'),
    url: textOf(fields, 'url'),
    flags: flagsOfFields(fields),
    hideFromDirectory: fields.hideFromDirectory === true,
    critical: fields.critical === true,
    templates: [...templates],
  };
}

export function flagsOfFields(fields: Fields): AppFlags {
  return Object.fromEntries(appFlags.map((flag) => [flag, fields[flag] === true])) as AppFlags;
}

/** A text field; empty when the object does not have it. */
export function textOf(fields: Fields, field: string): string {
  const value = fields[field];
  return typeof value === 'string' ? value : '';
}

/** A set field; empty when the object does not have it. */
export function setOf(fields: Fields, field: string): readonly string[] {
  const value = fields[field];
  return typeof value === 'object' ? value : [];
}

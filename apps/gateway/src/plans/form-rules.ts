import {
  AppError,
  type AppFlag,
  type AppObjectForm,
  appCatalogue,
  appFlags,
  type CatalogueApp,
  catalogueAppOfUrl,
  type FieldError,
  invalidField,
} from '@switchroom/contracts';
import type { PlanRecord } from './store';

/** The catalogue entry that a form is about: the chosen one, else the one its URL names. */
export function catalogueEntry(form: AppObjectForm, key?: string): CatalogueApp | undefined {
  if (key === undefined) return catalogueAppOfUrl(form.url);
  const entry = appCatalogue.find((app) => app.key === key);
  if (!entry) throw invalidField('catalogueKey', 'app-unknown');
  return entry;
}

/**
 * Refuses other names for an app whose names its clients look up literally.
 * @throws {AppError} `invalid-input` naming the form's fields and the name they need
 */
export function assertFixedNames(form: AppObjectForm, entry: CatalogueApp | undefined): void {
  if (!entry?.fixedName) return;
  const fields: FieldError[] = [];
  if (form.name !== entry.name) fields.push({ path: 'form.name', rule: 'name-fixed', params: { name: entry.name } });
  if (form.longName !== entry.longName) {
    fields.push({ path: 'form.longName', rule: 'name-fixed', params: { name: entry.longName } });
  }
  if (fields.length > 0) throw new AppError('invalid-input', { fields, message: `${entry.key} has fixed names` });
}

/** Flags without which the app does not work, each as a warning. */
export function flagWarnings(form: AppObjectForm, entry: CatalogueApp | undefined): PlanRecord['warnings'] {
  const required = Object.entries(entry?.requiredFlags ?? {}) as [AppFlag, boolean][];
  return required
    .filter(([flag, on]) => form.flags[flag] !== on)
    .map(([flag, on]) => ({
      key: 'required-flag',
      params: { flag, needed: on ? 'on' : 'off', app: entry?.key ?? '' },
    }));
}

/**
 * The App object over which this PBX is linked to us: without its Name or password the link would be lost.
 * @throws {AppError} `invalid-input`
 */
export function assertOwnLinkSurvives(change: { newName: boolean; newPassword: boolean }): void {
  if (change.newName) throw invalidField('form.name', 'own-link');
  if (change.newPassword) throw invalidField('newPassword', 'own-link');
}

/** Flags of our own App object that are switched off although the link lives from them. */
export function ownLinkWarnings(base: AppObjectForm, form: AppObjectForm): PlanRecord['warnings'] {
  const lost = appFlags.filter((flag) => base.flags[flag] && !form.flags[flag]);
  const params = { fields: [...lost, ...(base.url === form.url ? [] : ['url'])].join(', ') };
  return params.fields === '' ? [] : [{ key: 'own-link-changes', params }];
}

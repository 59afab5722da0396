import {
  type AppFlag,
  type AppObjectForm,
  appFlags,
  appObjectFormSchema,
  type CatalogueApp,
  flagsOf,
} from '@switchroom/contracts';
import { z } from 'zod';

/** The form of an App object with the wish for a new password, which is no field of the object. */
export const appFormSchema = appObjectFormSchema.extend({ newPassword: z.boolean() });
export type AppFormInput = z.input<typeof appFormSchema>;
export type AppFormValues = z.output<typeof appFormSchema>;

/** A form to create an app: what the catalogue knows, or nothing for a custom app. `templates` are those of the PBX. */
export function newFormValues(entry: CatalogueApp | undefined, templates: readonly string[]): AppFormValues {
  const usual = entry?.usualTemplate;
  return {
    name: entry?.name ?? '',
    longName: entry?.longName ?? '',
    displayName: '',
    url: '',
    flags: { ...(entry?.flags ?? flagsOf()) },
    hideFromDirectory: true,
    critical: true,
    templates: usual !== undefined && templates.includes(usual) ? [usual] : [],
    newPassword: false,
  };
}

/** A form to edit an app, from what stands on the PBX. */
export function editFormValues(form: AppObjectForm): AppFormValues {
  return { ...form, flags: { ...form.flags }, templates: form.templates.toSorted(), newPassword: false };
}

/** What the gateway is sent: the contract's form, without what is ours alone. */
export function contractForm({ newPassword: _newPassword, ...form }: AppFormValues): AppObjectForm {
  return form;
}

/** Names of the fields in which two forms differ; flags one by one, templates as a set. */
export function changedFormFields(base: AppObjectForm, form: AppObjectForm): string[] {
  const texts = (['name', 'longName', 'displayName', 'url', 'hideFromDirectory', 'critical'] as const).filter(
    (field) => base[field] !== form[field],
  );
  const flags = appFlags.filter((flag) => base.flags[flag] !== form.flags[flag]);
  const sameTemplates = base.templates.toSorted().join('\n') === form.templates.toSorted().join('\n');
  return [...texts, ...flags, ...(sameTemplates ? [] : ['templates'])];
}

/**
 * Whether a form takes over what the PBX has now: nothing was typed, or what was typed is exactly that (the plan of this
 * form was carried out). False when there is nothing new.
 */
export function followsLive(base: AppObjectForm, live: AppObjectForm, values: AppFormValues): boolean {
  if (changedFormFields(base, live).length === 0) return false;
  const typed = contractForm(values);
  const untouched = changedFormFields(base, typed).length === 0 && !values.newPassword;
  return untouched || changedFormFields(live, typed).length === 0;
}

/** Flags that the chosen app needs and the form does not have that way. */
export function brokenFlags(entry: CatalogueApp | undefined, flags: AppObjectForm['flags']): AppFlag[] {
  return appFlags.filter((flag) => {
    const needed = entry?.requiredFlags[flag];
    return needed !== undefined && flags[flag] !== needed;
  });
}

const fieldNames = new Set<string>(Object.keys(appFormSchema.shape));
function isField(name: string | undefined): name is keyof AppFormValues {
  return name !== undefined && fieldNames.has(name);
}

/** The form's field of an error path of the gateway (`form.url`, `newPassword`), or undefined when it is none. */
export function fieldOfPath(path: string): keyof AppFormValues | undefined {
  const [first, second] = path.split('.');
  const name = first === 'form' ? second : first;
  return isField(name) ? name : undefined;
}

/** Where the URLs of the other apps begin (host and domain), the most frequent one; for the help of an empty URL. */
export function urlStart(urls: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const url of urls) {
    const start = /^(https?:\/\/[^/\s]+\/[^/\s]+)\/[^/\s]+\/[^/\s]+/i.exec(url)?.[1];
    if (start !== undefined) counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

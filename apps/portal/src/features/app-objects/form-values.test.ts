import { type AppObjectForm, appCatalogue, appObjectFormSchema, flagsOf } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import {
  appFormSchema,
  brokenFlags,
  changedFormFields,
  contractForm,
  editFormValues,
  fieldOfPath,
  followsLive,
  newFormValues,
  urlStart,
} from './form-values';

const form: AppObjectForm = {
  name: 'fax',
  longName: 'Fax',
  displayName: '',
  url: 'https://apps.example.com/example.com/fax/innovaphone-fax',
  flags: flagsOf('websocket'),
  hideFromDirectory: true,
  critical: true,
  templates: ['Config User', 'Config Admin'],
};

describe('forms and the contract', () => {
  test('what was read goes back unchanged', () => {
    const sent = contractForm(editFormValues(form));
    expect(appObjectFormSchema.parse(sent)).toEqual({ ...form, templates: ['Config Admin', 'Config User'] });
    expect(sent).not.toHaveProperty('newPassword');
    expect(changedFormFields(form, sent)).toEqual([]);
  });

  test('editing does not reach back into what was read', () => {
    const values = editFormValues(form);
    values.flags.admin = true;
    expect(form.flags.admin).toBe(false);
  });

  test('names each changed field, flags one by one and templates once', () => {
    const changed = { ...form, url: `${form.url}2`, flags: flagsOf('admin'), templates: ['Config User'] };
    expect(changedFormFields(form, changed)).toEqual(['url', 'websocket', 'admin', 'templates']);
  });

  test.each(appCatalogue.map((entry) => [entry.key, entry] as const))(
    'the prefilled form of %s is right but for its URL',
    (_key, entry) => {
      const values = newFormValues(entry, ['Config User']);
      expect(brokenFlags(entry, values.flags)).toEqual([]);
      expect(appFormSchema.safeParse(values).error?.issues.map(({ path }) => path.join('.'))).toEqual(['url']);
      expect(appFormSchema.safeParse({ ...values, url: `https://a.example.com/d/i/${entry.app}` }).success).toBe(true);
    },
  );

  test('the usual template is ticked only where it exists', () => {
    const entry = appCatalogue.find(({ key }) => key === 'remotecontrol');
    expect(newFormValues(entry, ['Config User']).templates).toEqual(['Config User']);
    expect(newFormValues(entry, ['Other']).templates).toEqual([]);
    expect(newFormValues(undefined, ['Config User']).templates).toEqual([]);
  });
});

test('a required flag that is off, or a forbidden one that is on, is named', () => {
  const entry = appCatalogue.find(({ key }) => key === 'usersApis');
  expect(brokenFlags(entry, flagsOf('websocket'))).toEqual(['hidden']);
  expect(brokenFlags(undefined, flagsOf())).toEqual([]);
});

test('error paths of the gateway find their field', () => {
  expect(fieldOfPath('form.longName')).toBe('longName');
  expect(fieldOfPath('form.flags.admin')).toBe('flags');
  expect(fieldOfPath('newPassword')).toBe('newPassword');
  expect(fieldOfPath('guid')).toBeUndefined();
  expect(fieldOfPath('form')).toBeUndefined();
});

test('the start of a URL is what most apps share', () => {
  expect(urlStart([])).toBeUndefined();
  expect(urlStart(['http://x/short'])).toBeUndefined();
  expect(urlStart([form.url, 'https://other.example.com/d/i/a', 'https://apps.example.com/example.com/users/u'])).toBe(
    'https://apps.example.com/example.com',
  );
});

describe('a form whose object changes on the PBX', () => {
  const live = { ...form, longName: 'Telefax' };

  test('follows while nothing was typed', () => {
    expect(followsLive(form, live, editFormValues(form))).toBe(true);
  });

  test('keeps its base once something was typed, or a password is wanted', () => {
    expect(followsLive(form, live, { ...editFormValues(form), url: 'https://a/b/c/d' })).toBe(false);
    expect(followsLive(form, live, { ...editFormValues(form), newPassword: true })).toBe(false);
  });

  test('follows when the PBX has got exactly what was typed', () => {
    expect(followsLive(form, live, { ...editFormValues(live), newPassword: true })).toBe(true);
  });

  test('has nothing to follow when nothing changed', () => {
    expect(followsLive(form, { ...form }, editFormValues(live))).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appObjectNameSchema, appUrlSchema, longNameSchema, objectPasswordSchema, passwordAlphabet } from './names';

/** The rule a value breaks first, or undefined. */
function rule(
  schema: { safeParse(value: unknown): { success: boolean; error?: { issues: { message: string }[] } } },
  value: unknown,
) {
  return schema.safeParse(value).error?.issues[0]?.message;
}

describe('Name of an App object', () => {
  it.each([
    ['attendant', undefined],
    ['calllist-api', undefined],
    ['connect~admin', undefined],
    ['connect?zone.one', undefined],
    ['büro_2', undefined],
    ['', 'name-required'],
    ['my app', 'name-no-spaces'],
    ['tab\tapp', 'name-no-spaces'],
    ['MyApp', 'name-no-capitals'],
    ['Ärzte', 'name-no-capitals'],
    ['1app', 'name-no-leading-digit'],
    ['a,b', 'name-characters'],
    ["a'b", 'name-characters'],
    ['a/b', 'name-characters'],
    ['a'.repeat(63), undefined],
    ['a'.repeat(64), 'too-long'],
  ])('%j -> %s', (name, expected) => {
    expect(rule(appObjectNameSchema, name)).toBe(expected);
  });

  it('accepts nothing that would break a comma separated list on the PBX', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        if (appObjectNameSchema.safeParse(name).success) expect(name).not.toMatch(/[,\s\p{Lu}]/u);
        else expect(rule(appObjectNameSchema, name)).toBeDefined();
      }),
    );
  });
});

describe('Long Name', () => {
  it.each([
    ['Remote Control', undefined],
    ['  ', 'long-name-required'],
    ['A, B', 'name-no-comma'],
    ['x'.repeat(64), 'too-long'],
  ])('%j -> %s', (name, expected) => {
    expect(rule(longNameSchema, name)).toBe(expected);
  });
});

describe('URL of an App object', () => {
  it.each([
    ['https://ap.example/dom/inst/vendor-app', undefined],
    ['http://10.0.0.1:8080/a', undefined],
    ['https://ap.example/v1.2/app', undefined],
    ['https://ap.example/dom/inst/vendor-app.htm', 'url-extension'],
    ['https://ap.example/dom/inst/vendor-app.png', 'url-extension'],
    ['ftp://ap.example/app', 'url-scheme'],
    ['https://ap.example/', 'url-path'],
    ['https://ap.example', 'url-path'],
    ['https://ap.example/app?x=1', 'url-query'],
    ['https://ap.example/app#x', 'url-query'],
    ['ap.example/app', 'url-invalid'],
    ['https://', 'url-invalid'],
    [`https://ap.example/${'a'.repeat(255)}`, 'too-long'],
  ])('%j -> %s', (url, expected) => {
    expect(rule(appUrlSchema, url)).toBe(expected);
  });
});

describe('App password', () => {
  it('knows the alphabet of the PBX Manager: printable ASCII without quote and backslash', () => {
    expect(passwordAlphabet).toHaveLength(92);
    expect(passwordAlphabet).not.toMatch(/['\\\s]/);
  });

  it.each([
    ['abc', undefined],
    ['', 'password-required'],
    ["it's", 'password-characters'],
    ['back\\slash', 'password-characters'],
    ['with space', 'password-characters'],
    ['grün', 'password-characters'],
    ['x'.repeat(15), undefined],
    ['x'.repeat(16), 'password-too-long'],
  ])('%j -> %s', (password, expected) => {
    expect(rule(objectPasswordSchema, password)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { appCatalogue, catalogueAppOfUrl } from './catalogue';
import { appFlags } from './flags';
import { appObjectNameSchema, longNameSchema } from './names';

describe('app catalogue', () => {
  it('has one entry per key and per HTML name', () => {
    expect(new Set(appCatalogue.map((app) => app.key)).size).toBe(appCatalogue.length);
    expect(new Set(appCatalogue.map((app) => app.app)).size).toBe(appCatalogue.length);
  });

  it.each(appCatalogue.map((app) => [app.key, app] as const))(
    '%s: what it prefills can be saved as it is',
    (_key, app) => {
      expect(appObjectNameSchema.safeParse(app.name).success).toBe(true);
      expect(longNameSchema.safeParse(app.longName).success).toBe(true);
      for (const flag of appFlags) {
        const required = app.requiredFlags[flag];
        if (required !== undefined) expect(app.flags[flag]).toBe(required);
      }
    },
  );

  it('keeps the name of the Connector for Microsoft 365 API, which its clients look for', () => {
    const api = appCatalogue.find((app) => app.app === 'microsoft365-api');
    expect(api).toMatchObject({ fixedName: true, name: 'microsoft365-api', longName: 'microsoft365-api' });
    expect(api?.flags).toMatchObject({ hidden: true, websocket: true });
  });

  it('hides the apps that must be hidden', () => {
    expect(appCatalogue.find((app) => app.key === 'usersApis')?.requiredFlags.hidden).toBe(true);
  });
});

describe('catalogueAppOfUrl', () => {
  it.each([
    ['https://ap/dom/inst/innovaphone-fax', 'fax'],
    ['https://ap/dom/inst/remotecontrol', 'remotecontrol'],
    ['https://ap/dom/inst/innovaphone-remotecontrol', 'remotecontrol'],
    ['https://ap/dom/inst/connect~admin', 'connect'],
    ['https://ap/dom/inst/something-else', undefined],
    ['', undefined],
  ])('%s -> %s', (url, key) => {
    expect(catalogueAppOfUrl(url)?.key).toBe(key);
  });
});

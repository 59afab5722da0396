import { readNumber, readText } from './values';

/** What a licence stands for: `App(<html name>)` per user, `Service(<html name>)` for an App object, or one of the PBX. */
export type LicenceKind = 'app' | 'service' | 'pbx';

export interface Licence {
  readonly name: string;
  readonly kind: LicenceKind;
  /** For `app` and `service` the HTML name in the brackets. */
  readonly app?: string;
  readonly version?: string;
  /** Undefined = not told, which is not zero. Inferred: count = installed, used = local + slaves. */
  readonly count?: number;
  readonly used?: number;
  readonly local?: number;
  readonly slaves?: number;
}

interface LicenceEntry {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly count?: unknown;
  readonly used?: unknown;
  readonly local?: unknown;
  readonly slaves?: unknown;
}

/** Reads one entry of GetPbxLicenses or GetAppLics; amounts arrive as decimal text, or as numbers. */
export function readLicence(entry: LicenceEntry): Licence {
  const name = readText(entry.name) ?? '';
  const [, kind, app] = /^(App|Service)\((.*)\)$/.exec(name) ?? [];
  return {
    name,
    kind: kind === 'App' ? 'app' : kind === 'Service' ? 'service' : 'pbx',
    ...(app !== undefined && { app }),
    version: readText(entry.version),
    count: readNumber(entry.count),
    used: readNumber(entry.used),
    local: readNumber(entry.local),
    slaves: readNumber(entry.slaves),
  };
}

/** Licences are compared by their head: `example-app` also covers `example-app-light`. */
export function licenceCovers(
  licence: Pick<Licence, 'kind' | 'app'>,
  kind: 'app' | 'service',
  htmlName: string,
): boolean {
  return licence.kind === kind && licence.app !== undefined && licence.app !== '' && htmlName.startsWith(licence.app);
}

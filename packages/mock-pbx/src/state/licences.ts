import type { Objects } from './objects';
import { mergeChain, templateChain } from './templates';
import { isJsonObject, type JsonObject, type PbxObject, splitNames } from './types';

/** A licence as installed on a PBX. */
export interface Licence {
  /** `App(<html name>)`, `Service(<html name>)`, `Port`, `UC`, ... */
  readonly name: string;
  /** Number installed. */
  readonly count: number;
  /** Major version; another major version than the PBX's does not count. Default: that of the PBX. */
  readonly version?: string;
  /** Number used by slave PBXes. */
  readonly slaves?: number;
}

/** One row of GetPbxLicensesResult; numbers are decimal strings on the wire. */
export interface LicenceRow extends JsonObject {
  name: string;
  version: string;
  count: string;
  used: string;
  local: string;
  slaves: string;
}

const FLAG_LICENCES: Readonly<Record<string, string>> = {
  uclic: 'UC',
  voicemail: 'Voicemail',
  fax: 'Fax',
  mobility: 'Mobility',
  mypbx: 'myPBX',
  video: 'Video',
  'app-sharing': 'Application-Sharing',
  reporting: 'Reporting',
};
/** Dummy names that work on any PBX. */
const DUMMIES = new Set(['App(example-app)', 'Service(example-service)']);

/** Licences of one PBX: what is installed, who asks for one, who gets one. */
export class Licences {
  private readonly installed: Licence[];
  testMode: boolean;

  constructor(
    private readonly objects: Objects,
    private readonly major: string,
    options: { readonly licences: readonly Licence[]; readonly testMode: boolean },
  ) {
    this.installed = [...options.licences];
    this.testMode = options.testMode;
  }

  /** Adds to the installed number of a licence, as an activation on the device page does. */
  install(licence: Licence): void {
    const version = licence.version ?? this.major;
    const index = this.installed.findIndex(
      (row) => row.name === licence.name && (row.version ?? this.major) === version,
    );
    const present = this.installed[index];
    if (present) this.installed[index] = { ...present, count: present.count + licence.count };
    else this.installed.push(licence);
  }

  /** Sets the installed number of a licence; 0 removes it. */
  setCount(name: string, count: number): void {
    const rest = this.installed.filter((row) => row.name !== name);
    this.installed.length = 0;
    this.installed.push(...rest);
    if (count > 0) this.installed.push({ name, count });
  }

  list(): readonly Licence[] {
    return this.installed;
  }

  replace(licences: readonly Licence[], testMode: boolean): void {
    this.installed.length = 0;
    this.installed.push(...licences);
    this.testMode = testMode;
  }

  /** Rows of GetPbxLicensesResult; undefined in test mode or when nothing is installed, as the `lic` field is then missing. */
  rows(): LicenceRow[] | undefined {
    if (this.testMode || this.installed.length === 0) return undefined;
    const wanted = this.demand();
    return this.installed.map((licence) => {
      const slaves = licence.slaves ?? 0;
      const usable = this.matchesVersion(licence) ? licence.count : 0;
      const local = Math.min(wanted.get(licence.name) ?? 0, Math.max(0, usable - slaves));
      return {
        name: licence.name,
        version: licence.version ?? this.major,
        count: String(licence.count),
        used: String(local + slaves),
        local: String(local),
        slaves: String(slaves),
      };
    });
  }

  /**
   * Whether an object holds a licence that covers `asked`: it was granted one (own flag or template) whose name is a
   * head match, and it is among the first that the installed number suffices for. Always true in test mode.
   */
  holds(object: PbxObject, asked: string): boolean {
    if (this.testMode) return true;
    return grants(this.objects.effective(object)).some((name) => covers(name, asked) && this.acquired(object, name));
  }

  /** Number of Service licences for an app's HTML name, as `info.lics` tells it. */
  services(html: string): number {
    return this.installed
      .filter((licence) => covers(licence.name, `Service(${html})`) && this.matchesVersion(licence))
      .reduce((sum, licence) => sum + licence.count, 0);
  }

  private acquired(object: PbxObject, name: string): boolean {
    if (DUMMIES.has(name)) return true;
    const available = this.installed
      .filter((licence) => licence.name === name && this.matchesVersion(licence))
      .reduce((sum, licence) => sum + licence.count - (licence.slaves ?? 0), 0);
    if (available <= 0) return false;
    let rank = 0;
    for (const other of this.objects.store.all()) {
      if (other.guid === object.guid) return rank < available;
      if (isConsumer(other) && grants(this.objects.effective(other)).includes(name)) rank += 1;
      if (rank >= available) return false;
    }
    return false;
  }

  /** Licence name -> number of objects that ask for one. */
  private demand(): Map<string, number> {
    const wanted = new Map<string, number>();
    const byConfig = new Map<string, string[]>();
    for (const { config, object } of this.objects.store.userConfigs()) {
      let names: readonly string[];
      if (object) {
        names = isConsumer(object) ? grants(this.objects.effective(object)) : [];
      } else {
        let known = byConfig.get(config);
        known ??= grants(mergeChain({}, templateChain({ config }, this.objects.template)));
        byConfig.set(config, known);
        names = known;
      }
      for (const name of names) wanted.set(name, (wanted.get(name) ?? 0) + 1);
    }
    return wanted;
  }

  private matchesVersion(licence: Licence): boolean {
    return licence.version === undefined || licence.version === this.major;
  }
}

/** Licence names that an object's effective values ask for. */
function grants(fields: JsonObject): string[] {
  const names = Object.entries(FLAG_LICENCES)
    .filter(([flag]) => fields[flag] === true)
    .map(([, name]) => name);
  const list = fields['app-lics'];
  const apps = Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : splitNames(list);
  return [...names, ...apps.map((app) => (app.includes('(') ? app : `App(${app})`))];
}

/** Licence `example-app` also covers `example-app-light`; only names of the same kind match. */
function covers(licence: string, asked: string): boolean {
  const have = /^(\w+)\((.*)\)$/.exec(licence);
  const want = /^(\w+)\((.*)\)$/.exec(asked);
  if (!have || !want) return licence === asked;
  return have[1] === want[1] && (want[2] ?? '').startsWith(have[2] ?? '');
}

/** Templates hand licences on; only the objects that use them consume one. */
function isConsumer(object: PbxObject): boolean {
  const pseudo = object.fields['pseudo'];
  return !(isJsonObject(pseudo) && pseudo['type'] === 'config');
}

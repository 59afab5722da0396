import type { AppFlag } from './state/catalogue';
import { hash32 } from './state/random';
import type { Licence } from './state/licences';
import type { JsonObject } from './state/types';

/** An App object to create. */
export interface AppOption {
  /** Name (SIP, `h323`). */
  readonly name: string;
  /** Long name; default: the Name. */
  readonly cn?: string;
  /** Display name; default: the long name. */
  readonly dn?: string;
  readonly password: string;
  /** http(s) URL without extension; default: a placeholder. */
  readonly url?: string;
  /** Default: websocket and every API. */
  readonly flags?: readonly AppFlag[];
}

/** A config template to create, or to change when a factory template has this name. */
export type TemplateOption = { readonly cn: string; readonly config?: string; readonly apps?: string } & JsonObject;

/** A numbering node. */
export interface NodeOption {
  readonly name: string;
  readonly node: string;
  readonly loc?: string;
}

export interface MockPbxOptions {
  /** PBX name (`loc` of its objects). */
  readonly name: string;
  /** System name. */
  readonly domain: string;
  readonly version?: string;
  readonly build?: string;
  readonly dns?: string;
  readonly ip4?: string;
  /** Module name in the URL; default `PBX0`. */
  readonly module?: string;
  /** Number of generated users; default 0. */
  readonly users?: number;
  /** Password of the generated users; default `pwd`. */
  readonly userPassword?: string;
  /** False: start without factory App objects, templates and other objects. */
  readonly catalogue?: boolean;
  readonly templates?: readonly TemplateOption[];
  readonly apps?: readonly AppOption[];
  readonly licences?: readonly Licence[];
  readonly testMode?: boolean;
  readonly nodes?: readonly NodeOption[];
  /** Same seed, same PBX; default: derived from domain and name. */
  readonly seed?: number;
  /** Frames kept in the journal; 0 or false keeps none. Default 5000. */
  readonly journal?: number | false;
  /** Largest frame accepted, in bytes; default 1 MiB. */
  readonly maxPayload?: number;
  /** Milliseconds until a simulated far end answers a call; default 0. */
  readonly answerMs?: number;
  /** Milliseconds until a call that nobody answers is given up; default 0. */
  readonly noAnswerMs?: number;
  /** File that keeps the changes across restarts of the process. */
  readonly stateFile?: string;
}

export interface ResolvedOptions extends Required<Omit<MockPbxOptions, 'stateFile' | 'journal'>> {
  readonly journal: number;
  readonly stateFile: string | undefined;
}

/** Licences of a PBX that was bought with a normal starter set. */
const LICENCES: readonly Licence[] = [
  { name: 'Port', count: 300 },
  { name: 'Standby', count: 0 },
  { name: 'UC', count: 250 },
  { name: 'Fax', count: 20 },
  { name: 'Reporting', count: 10 },
  { name: 'App(innovaphone-microsoft365)', count: 50 },
  { name: 'Service(innovaphone-remotecontrol)', count: 2 },
];

/** Fills in the defaults; throws a RangeError that names the option at fault. */
export function resolveOptions(options: MockPbxOptions): ResolvedOptions {
  const { name, domain } = options;
  if (name === '') throw new RangeError('name is empty: a PBX needs a name such as "master"');
  if (domain === '') throw new RangeError('domain is empty: a PBX needs a system name such as "example.com"');
  const users = options.users ?? 0;
  if (!Number.isInteger(users) || users < 0 || users > 200_000) {
    throw new RangeError(`users is ${users}: give a whole number from 0 to 200000`);
  }
  const seed = options.seed ?? hash32(`${domain}:${name}`);
  return {
    name,
    domain,
    version: options.version ?? '14r1',
    build: options.build ?? '1410520',
    dns: options.dns ?? `${name}.${domain}`,
    ip4: options.ip4 ?? `10.${(seed >>> 16) & 255}.${(seed >>> 8) & 255}.${(seed & 127) + 1}`,
    module: options.module ?? 'PBX0',
    users,
    userPassword: options.userPassword ?? 'pwd',
    catalogue: options.catalogue ?? true,
    templates: options.templates ?? [],
    apps: options.apps ?? [],
    licences: options.licences ?? LICENCES,
    testMode: options.testMode ?? false,
    nodes: options.nodes ?? [{ name: 'root', node: 'root' }],
    seed,
    journal: options.journal === false ? 0 : (options.journal ?? 5000),
    maxPayload: options.maxPayload ?? 1_048_576,
    answerMs: options.answerMs ?? 0,
    noAnswerMs: options.noAnswerMs ?? 0,
    stateFile: options.stateFile,
  };
}

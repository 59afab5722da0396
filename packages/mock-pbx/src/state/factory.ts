import { CATALOGUE_APPS, CATALOGUE_OTHERS, CATALOGUE_TEMPLATES, GROUPS } from './catalogue';
import { numberOfName, personName } from './names';
import { hash32, hexHash } from './random';
import type { JsonObject, PbxObject } from './types';

/** What the factory state of one PBX is computed from. */
export interface FactoryOptions {
  readonly name: string;
  readonly domain: string;
  readonly dns: string;
  readonly users: number;
  readonly seed: number;
  /** False leaves out App objects, templates and the other factory objects. */
  readonly catalogue: boolean;
  readonly userPassword: string;
}

type LookupKey = 'h323' | 'cn' | 'e164';

const RECIPES: readonly ((options: FactoryOptions) => JsonObject)[] = [
  ...CATALOGUE_TEMPLATES.map((template) => () => {
    const apps = CATALOGUE_APPS.filter((app) => app.templates.includes(template.cn)).map((app) => app.name);
    return { cn: template.cn, apps: apps.join(','), ...template.fields, pseudo: { type: 'config' } };
  }),
  ...CATALOGUE_APPS.map((app) => (options: FactoryOptions) => ({
    cn: app.cn,
    dn: app.cn,
    h323: app.name,
    hide: true,
    critical: true,
    pwd: hexHash(`${options.seed}:${app.name}:pwd`, 15),
    pseudo: {
      type: 'app',
      app: {
        url: `https://apps.${options.domain}/${options.domain}/${app.name}/${app.html}`,
        ...Object.fromEntries(app.flags.map((flag) => [flag, true])),
      },
    },
  })),
  ...CATALOGUE_OTHERS.map((other) => () => ({
    cn: other.cn,
    h323: other.cn.toLowerCase().replaceAll(' ', '-'),
    hide: true,
    pseudo: { type: other.type },
    ...other.fields,
  })),
];

const SAMPLE: FactoryOptions = { name: '', domain: '', dns: '', users: 0, seed: 0, catalogue: true, userPassword: '' };
/** Identity of each recipe; the same in every PBX, so shared by all of them. */
const RECIPE_INDEX: Record<LookupKey, ReadonlyMap<string, number>> = {
  h323: recipeIndex('h323'),
  cn: recipeIndex('cn'),
  e164: recipeIndex('e164'),
};

function recipeIndex(key: LookupKey): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  RECIPES.forEach((recipe, position) => {
    const value = recipe(SAMPLE)[key];
    if (typeof value === 'string' && value !== '') index.set(value, position);
  });
  return index;
}

/**
 * The factory state of one PBX, computed on demand from a seed and never stored: thousands of PBXes with hundreds
 * of users each fit into one process because only objects that somebody changed take memory.
 */
export class Factory {
  /** Number of factory objects; they are addressed by position 0..size-1. */
  readonly size: number;
  private readonly recipes: number;
  private readonly prefix: string;
  private readonly suffix: string;
  private readonly mask: number;
  private readonly firstExtension: number;

  constructor(readonly options: FactoryOptions) {
    this.recipes = options.catalogue ? RECIPES.length : 0;
    this.size = this.recipes + options.users;
    const identity = `${options.seed}:${options.domain}:${options.name}`;
    this.prefix = hexHash(`guid:${identity}`, 8);
    this.suffix = `${hexHash(`tail:${identity}`, 6)}009033${hexHash(`mac:${identity}`, 4)}`;
    this.mask = hash32(`mask:${identity}`);
    const digits = Math.max(3, String(options.users).length);
    this.firstExtension = 10 ** (digits - 1);
  }

  /** First and one past the last extension of the generated users. */
  get extensions(): { first: number; end: number } {
    return { first: this.firstExtension, end: this.firstExtension + this.options.users };
  }

  guidAt(position: number): string {
    const scrambled = ((position ^ this.mask) >>> 0).toString(16).padStart(8, '0');
    return this.prefix + scrambled + this.suffix;
  }

  positionOf(guid: string): number | undefined {
    if (guid.length !== 32 || !guid.startsWith(this.prefix) || !guid.endsWith(this.suffix)) return undefined;
    const scrambled = guid.slice(8, 16);
    if (!/^[0-9a-f]{8}$/.test(scrambled)) return undefined;
    const position = (Number.parseInt(scrambled, 16) ^ this.mask) >>> 0;
    return position < this.size ? position : undefined;
  }

  /** Position of the factory object with this Name, long name or number. */
  find(key: LookupKey, value: string): number | undefined {
    const recipe = RECIPE_INDEX[key].get(value);
    if (recipe !== undefined && this.recipes > 0) return recipe;
    const user = key === 'e164' ? this.userOfExtension(value) : numberOfName(value, this.options.seed);
    if (user === undefined || user >= this.options.users) return undefined;
    const person = personName(user, this.options.seed);
    if (key === 'h323' && person.h323 !== value) return undefined;
    if (key === 'cn' && person.cn !== value) return undefined;
    return this.recipes + user;
  }

  /** The object at a position; built anew at each call. */
  objectAt(position: number): PbxObject {
    const recipe = this.recipes > 0 ? RECIPES[position] : undefined;
    const own = recipe ? recipe(this.options) : this.user(position - this.recipes);
    const guid = this.guidAt(position);
    return { guid, usn: 0, fields: { loc: this.options.name, node: 'root', ...own } };
  }

  /** True for positions that hold generated users. */
  isUser(position: number): boolean {
    return position >= this.recipes;
  }

  /** Long name of the user at a position, without building the object. */
  userCn(position: number): string {
    return personName(position - this.recipes, this.options.seed).cn;
  }

  /** Template of the user at a position, without building the object. */
  userConfig(position: number): string {
    return this.options.catalogue ? configOf(position - this.recipes) : '';
  }

  private user(number: number): JsonObject {
    const person = personName(number, this.options.seed);
    const config = this.options.catalogue ? configOf(number) : '';
    return {
      cn: person.cn,
      dn: `${person.last}, ${person.first}`,
      h323: person.h323,
      e164: String(this.firstExtension + number),
      pwd: this.options.userPassword,
      ...(config === '' ? {} : { config }),
      emails: [{ email: `${person.h323}@${this.options.domain}` }],
      devices: [{ hw: person.h323, text: 'Phone', app: '' }],
      grp: [{ name: GROUPS[number % GROUPS.length] ?? '', ...(number % 10 === 0 ? { mode: 'active' } : {}) }],
    };
  }

  private userOfExtension(value: string): number | undefined {
    if (!/^[1-9]\d*$/.test(value)) return undefined;
    const number = Number(value) - this.firstExtension;
    return number >= 0 && number < this.options.users ? number : undefined;
  }
}

function configOf(number: number): string {
  if (number % 25 === 0) return 'Config Admin';
  return number % 10 === 3 ? 'Config Fax' : 'Config User';
}

import { parseCommaList } from '@switchroom/protocol';

/** The columns of a user row that we subscribe to. */
export interface UserRow {
  guid: string;
  h323?: string | undefined;
  cn?: string | undefined;
  config?: string | undefined;
  apps?: string | undefined;
}

/** A user that has apps granted directly. */
export interface DirectUserRow {
  guid: string;
  name: string;
  longName: string;
  template: string | undefined;
  apps: string[];
}

/**
 * The users of one PBX as far as we need them: how many have which template, and those with apps granted directly. Holds
 * one map entry a user, so that a later update or deletion can be subtracted from the right template.
 */
export class UserTable {
  readonly #templateOf = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #direct = new Map<string, DirectUserRow>();
  /** One string object a template name instead of one a row. */
  readonly #names = new Map<string, string>();

  get size(): number {
    return this.#templateOf.size;
  }

  has(guid: string): boolean {
    return this.#templateOf.has(guid);
  }

  /** Stores a row, replacing the one with the same guid. */
  set(row: UserRow): void {
    this.#uncount(row.guid);
    const template = this.#name(row.config ?? '');
    this.#templateOf.set(row.guid, template);
    if (template !== '') this.#counts.set(template, (this.#counts.get(template) ?? 0) + 1);
    const apps = parseCommaList(row.apps);
    if (apps.length === 0) {
      this.#direct.delete(row.guid);
      return;
    }
    const { guid, h323: name = '', cn: longName = '' } = row;
    this.#direct.set(guid, { guid, name, longName, template: template === '' ? undefined : template, apps });
  }

  delete(guid: string): void {
    this.#uncount(guid);
    this.#templateOf.delete(guid);
    this.#direct.delete(guid);
  }

  direct(guid: string): DirectUserRow | undefined {
    return this.#direct.get(guid);
  }

  allDirect(): DirectUserRow[] {
    return [...this.#direct.values()];
  }

  /** Users by the Long Name of the template set on them; users without a template are in `size` only. */
  byTemplate(): Record<string, number> {
    return Object.fromEntries([...this.#counts].filter(([, count]) => count > 0));
  }

  #uncount(guid: string): void {
    const template = this.#templateOf.get(guid);
    if (template === undefined || template === '') return;
    this.#counts.set(template, (this.#counts.get(template) ?? 1) - 1);
  }

  #name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, name);
    return name;
  }
}

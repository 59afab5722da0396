import type { FieldsOf, ResultOf } from '../messages/define';
import type { GetObject, UpdateObject } from '../messages/pbx-admin-objects';
import { APP_FLAGS, type AppFlags, readAppFlags } from './app-flags';
import { formatCommaList, parseCommaList } from './comma-list';
import { type Pseudo, readPseudo } from './pseudo';
import { readBoolean } from './values';

/** An App object as the PBX has it. */
export interface AppObject {
  /** 32 hex digits. */
  readonly guid: string;
  /** Name (SIP, H.323 id): unique on the PBX. */
  readonly name: string;
  /** Long Name: unique on the PBX. */
  readonly cn: string;
  /** Display name. */
  readonly dn: string;
  readonly loc?: string;
  readonly node?: string;
  /** Description. */
  readonly text?: string;
  readonly hide: boolean;
  readonly critical: boolean;
  /** http(s) URL without extension. */
  readonly url: string;
  readonly flags: AppFlags;
  /** Names of the App objects that this one may use, in the order of the PBX. */
  readonly apps: readonly string[];
  /** Config template the object itself uses. */
  readonly config?: string;
  /** `pseudo` as received. A write sends it whole, so properties unknown to us must be carried along. */
  readonly pseudo: Pseudo;
}

/** What can be changed. A key that is absent stays as it is on the PBX. */
export type AppObjectChanges = Partial<
  Pick<AppObject, 'name' | 'cn' | 'dn' | 'loc' | 'node' | 'text' | 'hide' | 'critical' | 'url' | 'apps' | 'config'>
> & {
  readonly flags?: Partial<AppFlags>;
  /** New password in clear text; the PBX never shows it again. */
  readonly pwd?: string;
};

/** No document says how "no such object" is answered; in practice it is a result without `guid`. */
export function isObjectFound<T extends { readonly guid?: string }>(
  result: T,
): result is T & { readonly guid: string } {
  return typeof result.guid === 'string' && result.guid !== '';
}

/** Reads a GetObjectResult. Undefined when there is no such object, or when it is not an App object. */
export function readAppObject(result: ResultOf<typeof GetObject>): AppObject | undefined {
  if (!isObjectFound(result)) return undefined;
  const pseudo = readPseudo(result.pseudo);
  if (pseudo.type !== 'app' && pseudo.app === undefined) return undefined;
  const settings = pseudo.app ?? {};
  const cn = result.cn ?? '';
  return {
    guid: result.guid,
    name: result.h323 ?? '',
    cn,
    dn: result.dn ?? cn,
    ...(result.loc !== undefined && { loc: result.loc }),
    ...(result.node !== undefined && { node: result.node }),
    ...(result.text !== undefined && { text: result.text }),
    hide: readBoolean(result.hide) ?? false,
    critical: readBoolean(result.critical) ?? false,
    url: typeof settings.url === 'string' ? settings.url : (result.url ?? ''),
    flags: readAppFlags(settings),
    apps: parseCommaList(result.apps),
    ...(typeof result.config === 'string' && result.config !== '' && { config: result.config }),
    pseudo,
  };
}

const PLAIN = ['cn', 'dn', 'loc', 'node', 'text', 'hide', 'critical', 'config', 'pwd'] as const;

/**
 * The UpdateObject fields for a set of changes and nothing else (without `guid`, which the caller adds: absent = create).
 *
 * `url` and `flags` live in the nested `pseudo.app`. UpdateObject changes whole properties, and `pseudo` is one property:
 * what is left out of `pseudo.app` would be lost. So any change of `url` or `flags` sends `pseudo` whole, built on
 * `current.pseudo` as the PBX delivered it (properties unknown to us included) with the changes laid over it, and without
 * such a change `pseudo` is not sent at all. That is why `current` must have been read just before the write. When the PBX
 * delivered XML (13r2), attribute texts "true" and "false" are written back as booleans.
 */
export function appObjectUpdateFields(
  changes: AppObjectChanges,
  current?: Pick<AppObject, 'pseudo'>,
): FieldsOf<typeof UpdateObject> {
  const fields: FieldsOf<typeof UpdateObject> = {};
  for (const key of PLAIN) if (changes[key] !== undefined) Object.assign(fields, { [key]: changes[key] });
  if (changes.name !== undefined) fields.h323 = changes.name;
  if (changes.apps !== undefined) fields.apps = formatCommaList(changes.apps);
  if (changes.url === undefined && changes.flags === undefined) return fields;
  return { ...fields, pseudo: writtenPseudo(changes, current?.pseudo) };
}

function writtenPseudo(
  changes: AppObjectChanges,
  pseudo: Pseudo | undefined,
): NonNullable<FieldsOf<typeof UpdateObject>['pseudo']> {
  const app: Record<string, unknown> = { ...pseudo?.app };
  for (const flag of APP_FLAGS) {
    const changed = changes.flags?.[flag];
    if (changed !== undefined) app[flag] = changed;
    else if (typeof app[flag] === 'string') app[flag] = readBoolean(app[flag]) ?? app[flag];
  }
  if (changes.url !== undefined) app.url = changes.url;
  return { ...pseudo?.raw, type: 'app', app };
}

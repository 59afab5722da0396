import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  appCatalogue,
  appErrorCodes,
  builtInRoles,
  calendarFindings,
  consoleFailures,
  failureStates,
  linkKinds,
  lineFormats,
  linkReasons,
  opensslOutcomes,
  operationStates,
  permissions,
  planStates,
  settingGroups,
  settingLevels,
  settingRules,
  settingsCatalogue,
  settingUnits,
  syncStates,
  textFormats,
  tlsFindings,
  tlsOutcomes,
} from '@switchroom/contracts';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { locales } from '../i18n/locales';
import { messagesOf } from '.';

type Tree = { [key: string]: string | Tree };

/** All texts as `namespace.key.key`. */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') found.set(name, value);
    else for (const [inner, text] of flatten(value, name)) found.set(inner, text);
  }
  return found;
}

/** Parameters of an ICU text with their kind, without the words of plural and select branches. */
function parameters(text: string): string[] {
  const found = new Set<string>();
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '}') depth -= 1;
    if (text[index] !== '{') continue;
    depth += 1;
    // Odd depths are arguments, even ones are branches of a plural or select.
    if (depth % 2 === 0) continue;
    const argument = /^\{\s*([\w-]+)\s*(?:,\s*(\w+))?/.exec(text.slice(index));
    if (argument) found.add(argument[2] === undefined ? (argument[1] ?? '') : `${argument[1]}:${argument[2]}`);
  }
  return [...found].sort();
}

const catalogues = await Promise.all(
  locales.map(async (locale) => ({ locale, texts: flatten((await messagesOf(locale)) as unknown as Tree) })),
);
const english = catalogues.find(({ locale }) => locale === 'en')?.texts ?? new Map<string, string>();

describe.each(catalogues)('$locale', ({ locale, texts }) => {
  test('has the same keys as English', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('has the same parameters as English', () => {
    const different = [...texts].filter(
      ([key, text]) => parameters(text).join() !== parameters(english.get(key) ?? '').join(),
    );
    expect(different).toEqual([]);
  });

  test('has no empty text and no double space', () => {
    expect([...texts].filter(([, text]) => text.trim() === '' || text.includes('  '))).toEqual([]);
  });

  test('can be formatted, with plurals for none, one and many', async () => {
    const messages = await messagesOf(locale);
    const problems: string[] = [];
    const translate = createTranslator({
      locale,
      messages: messages as unknown as Tree,
      onError: (error) => problems.push(error.message),
    }) as unknown as (key: string, values: Record<string, string | number>) => string;
    for (const [key, text] of texts) {
      const names = parameters(text).map((one) => one.split(':'));
      for (const count of [0, 1, 7]) {
        translate(
          key,
          Object.fromEntries(
            names.map(([name = '', kind]) => [name, kind === 'plural' || kind === 'number' ? count : 'x']),
          ),
        );
      }
    }
    expect(problems).toEqual([]);
  });

  test('has a text for everything in the closed lists', () => {
    const needed = [
      ...permissions.map((permission) => `access.permissions.${permission}`),
      ...builtInRoles.flatMap((role) => [`access.roles.${role}`, `access.roleMeanings.${role}`]),
      ...appErrorCodes.flatMap((code) => ['title', 'meaning', 'cure'].map((part) => `errors.${code}.${part}`)),
      ...linkKinds.flatMap((kind) => [`link.kinds.${kind}`, `link.meanings.${kind}`]),
      ...linkReasons.flatMap((reason) => ['title', 'meaning', 'cure'].map((part) => `link.reasons.${reason}.${part}`)),
      ...syncStates.flatMap((state) => [`sync.states.${state}`, `sync.meanings.${state}`]),
      ...operationStates.flatMap((state) => [`plans.operationStates.${state}`, `plans.operationMeanings.${state}`]),
      ...planStates.flatMap((state) => [`plans.states.${state}`, `plans.stateMeanings.${state}`]),
      ...[...tlsOutcomes.filter((outcome) => outcome !== 'tls'), 'accepted', 'distrusted', 'address'].flatMap(
        (verdict) => ['title', 'text'].map((part) => `checks.tls.verdicts.${verdict}.${part}`),
      ),
      ...Object.keys(tlsFindings).map((code) => `checks.tls.findings.${code}`),
      ...consoleFailures.flatMap((failure) => [
        `checks.tls.cases.names.${failure}`,
        `checks.tls.cases.cures.${failure}`,
      ]),
      ...failureStates.map((state) => `checks.tls.cases.states.${state}`),
      ...opensslOutcomes.map((outcome) => `checks.openssl.outcomes.${outcome}`),
      ...Object.keys(calendarFindings).map((code) => `checks.calendar.findings.${code}`),
      ...appCatalogue.flatMap((app) => [
        `apps.${app.key}.name`,
        `apps.${app.key}.description`,
        ...app.hints.map((hint) => `apps.${app.key}.hints.${hint}`),
      ]),
      ...['factory', ...settingLevels].map((level) => `settings.levels.${level}`),
      ...settingGroups.flatMap((group) => [`settings.groups.${group}`, `settings.groupMeanings.${group}`]),
      ...settingUnits.map((unit) => `settings.units.${unit}`),
      ...settingsCatalogue.flatMap(({ enforcedBy, takesEffect }) => [
        `settings.enforcers.${enforcedBy}`,
        `settings.enforcerMeanings.${enforcedBy}`,
        `settings.takesEffect.${takesEffect}`,
        `settings.takesEffectMeanings.${takesEffect}`,
      ]),
    ];
    expect(needed.filter((key) => !texts.has(key))).toEqual([]);
  });

  test('has a text for every rule that the contracts and the gateway name', () => {
    const rules = [
      ...rulesIn(path.join(import.meta.dirname, '../../../../packages/contracts/src')),
      ...rulesIn(path.join(import.meta.dirname, '../../../gateway/src')),
      ...[...textFormats, ...lineFormats].map((format) => `setting-${format}`),
      ...settingRules.map(({ rule }) => rule),
    ];
    expect(rules.length).toBeGreaterThan(20);
    expect([...new Set(rules)].filter((rule) => !texts.has(`fieldErrors.${rule}`))).toEqual([]);
  });
});

describe.each(catalogues.filter(({ locale }) => locale !== 'en'))('translation $locale', ({ texts }) => {
  test('is not English: only names and short loan words are the same', () => {
    const same = [...texts].filter(([key, text]) => english.get(key) === text && /\s/.test(text) && text.length > 30);
    expect(same.filter(([key]) => !key.startsWith('apps.'))).toEqual([]);
  });
});

/** Rules in source text: second argument of `invalidField`, `rule: '...'`, and the messages of zod checks. */
function rulesIn(folder: string): string[] {
  const patterns = [
    /(?:invalidField|refusedBy)\(\s*[^,]+,\s*'([a-z][a-z0-9-]*)'/g,
    /\brule: '([a-z][a-z0-9-]*)'/g,
    /\.(?:min|max|regex)\([^)]*,\s*'([a-z][a-z0-9-]*)'/g,
    /\.refine\([^\n]*,\s*'([a-z][a-z0-9-]*)'\)/g,
    /message: '([a-z][a-z0-9-]*)' \}/g,
    /z\.email\('([a-z-]+)'/g,
  ];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const source = readFileSync(path.join(folder, file), 'utf8');
      return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));
    });
}

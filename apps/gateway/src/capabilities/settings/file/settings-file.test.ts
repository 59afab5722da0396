import { AppError, type FieldError, settingsCatalogue, type SettingEntry } from '@switchroom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettingsFile } from './read-file';
import { type FilePlace, isSecretMarker, positionKey, secretMarker } from './settings-file';
import { writeSettingsFile } from './write-file';

const place = (given: Partial<FilePlace>): FilePlace => ({
  at: [],
  id: '00000000-0000-4000-8000-000000000001',
  values: new Map(),
  locks: new Map(),
  ...given,
});
const masking = new Map([['attendant.forwardMasking', { digits: 3 }]]);

/** The refusal of a file, as the form gets it. */
async function refused(source: string): Promise<FieldError | undefined> {
  const error = await readSettingsFile(source).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('the file was not refused', { cause: error });
  expect(error.code).toBe('invalid-input');
  return error.fields?.[0];
}
const header = 'format: switchroom-settings\nversion: 1\n';
const at = (rule: string, line: number, column: number) =>
  expect.objectContaining({ path: 'file', rule, params: expect.objectContaining({ line, column }) }) as unknown;

describe('a file of settings', () => {
  it('is written in the order of the tree and of the catalogue, with all texts in quotation marks', async () => {
    const text = await writeSettingsFile({
      of: 'Alpha',
      complete: true,
      places: [
        place({ at: ['Zürich', 'Büro'], id: 'b', values: new Map([['attendant.retentionDays', 30]]) }),
        place({ at: ['Zürich'], pbx: 'PBX', id: 'p', values: masking }),
        place({
          at: [],
          id: 'a',
          values: new Map<string, number | { digits: number }>([...masking, ['attendant.retentionDays', 5]]),
          locks: new Map([['attendant.retentionDays', 'Says "the law"\n§ 7']]),
        }),
        place({ at: ['Zürich'], id: 'z' }),
        place({ at: ['Aarau'], id: 'y' }),
      ],
    });
    expect(text).toBe(`format: "switchroom-settings"
version: 1
of: "Alpha"
complete: true
places:
  - at: []
    id: "a"
    values:
      attendant.retentionDays: 5
      attendant.forwardMasking:
        digits: 3
    locks:
      attendant.retentionDays: "Says \\"the law\\"\\n§ 7"
  - at: ["Aarau"]
    id: "y"
  - at: ["Zürich"]
    id: "z"
  - at: ["Zürich"]
    pbx: "PBX"
    id: "p"
    values:
      attendant.forwardMasking:
        digits: 3
  - at: ["Zürich", "Büro"]
    id: "b"
    values:
      attendant.retentionDays: 30
`);
  });

  it('says of a secret only that there is one', () => {
    expect(isSecretMarker({ secret: true })).toBe(true);
    for (const other of [{ secret: false }, { secret: true, more: 1 }, true, null, 'secret', [], {}]) {
      expect(isSecretMarker(other)).toBe(false);
    }
  });

  it('keeps what somebody wrote without quotation marks as it stands there, where a text is meant', async () => {
    const { places } = await readSettingsFile(`${header}places:\n  - at: [4711, no, 0x10]\n    pbx: 007\n`);
    expect(places[0]).toMatchObject({ at: ['4711', 'no', '0x10'], pbx: '007', id: undefined, values: [], locks: [] });
  });

  it('has null where somebody wants the default, and names lines and columns', async () => {
    const { complete, places } = await readSettingsFile(
      `${header}places:\n  - at: []\n    values:\n      attendant.retentionDays: null\n      unknown.key: [1, {a: b}]\n`,
    );
    expect(complete).toBe(false);
    expect(places[0]).toMatchObject({ spot: { line: 4, column: 5 } });
    expect(places[0]?.values).toEqual([
      { key: 'attendant.retentionDays', value: null, spot: { line: 6, column: 32 } },
      { key: 'unknown.key', value: [1, { a: 'b' }], spot: { line: 7, column: 20 } },
    ]);
  });
});

describe('what is written is read again as it was', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      '0041',
      '007',
      'no',
      'null',
      '~',
      '1e3',
      '0x1F',
      '2026-01-01',
      '*21*',
      '#31#',
      '+41',
      'a: b',
      '- x',
    ),
    fc.constantFrom(
      'Müller & Söhne',
      ' blank ',
      'two\nlines',
      'tab\there',
      '"',
      "'",
      '&a',
      '!tag',
      '%',
      '|',
      '>',
      '{}',
    ),
  );
  const json = (entry: SettingEntry): fc.Arbitrary<unknown> => {
    switch (entry.type.kind) {
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer();
      case 'secret':
        return fc.constant(secretMarker);
      case 'masking':
        return fc.record({ digits: fc.nat(10) });
      case 'reasons':
        return fc.array(
          fc.record({ translations: fc.record({ de: name, it: name }, { requiredKeys: [] }), text: name }),
        );
      case 'list':
      case 'choices':
        return fc.array(name);
      default:
        return name;
    }
  };
  const value = fc.constantFrom(...settingsCatalogue).chain((entry) => fc.tuple(fc.constant(entry.key), json(entry)));
  const places = fc.uniqueArray(
    fc.record(
      {
        at: fc.array(name, { maxLength: 4 }),
        pbx: name,
        id: fc.uuid(),
        values: fc.array(value, { maxLength: 5 }).map((pairs) => new Map(pairs) as FilePlace['values']),
        locks: fc
          .array(fc.tuple(fc.constantFrom(...settingsCatalogue.map(({ key }) => key)), name))
          .map((pairs) => new Map(pairs)),
      },
      { requiredKeys: ['at', 'id', 'values', 'locks'] },
    ),
    { selector: positionKey, maxLength: 8 },
  );

  it('whatever names, texts, values and locks there are, and in whatever order they came', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.boolean(), name, async (given, complete, of) => {
        const text = await writeSettingsFile({ of, complete, places: given });
        expect(await writeSettingsFile({ of, complete, places: given.toReversed() })).toBe(text);
        expect(text).not.toMatch(/\r/);
        const read = await readSettingsFile(text);
        expect(read.complete).toBe(complete);
        const readAgain: FilePlace[] = read.places.map((each) => ({
          at: each.at,
          pbx: each.pbx,
          id: each.id ?? '',
          values: new Map(each.values.map(({ key, value: found }) => [key, found])) as FilePlace['values'],
          locks: new Map(each.locks.map(({ key, reason }) => [key, reason])),
        }));
        const byPosition = (all: readonly FilePlace[]) => new Map(all.map((each) => [positionKey(each), each]));
        expect(byPosition(readAgain)).toEqual(byPosition(given));
        expect(await writeSettingsFile({ of, complete, places: readAgain })).toBe(text);
        // Also by readers that know only the older YAML, where `no` is a boolean and 0041 an octal number.
        expect(parse(text, { version: '1.1' })).toEqual(parse(text));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a broken file is refused with the place where it breaks', () => {
  const placed = `${header}places:\n`;
  it.each([
    ['no map', 'hello', at('settings-file-format', 1, 1)],
    ['nothing', '   \n', at('settings-file-format', 1, 1)],
    ['another format', 'format: else\nversion: 1\n', at('settings-file-format', 1, 9)],
    ['no format', 'version: 1\nplaces: []\n', at('settings-file-format', 1, 1)],
    ['a later version', 'format: switchroom-settings\nversion: 2\n', at('settings-file-version', 2, 10)],
    ['a version in quotation marks', 'format: switchroom-settings\nversion: "1"\n', at('settings-file-version', 2, 10)],
    ['an unknown field', `${header}owner: me\n`, at('settings-file-field', 3, 1)],
    ['no places', header, at('settings-file-list', 1, 1)],
    ['places that are no list', `${header}places: 3\n`, at('settings-file-list', 3, 9)],
    ['complete that is no truth', `${header}complete: maybe\nplaces: []\n`, at('settings-file-flag', 3, 11)],
    ['a place without position', `${placed}  - id: x\n`, at('settings-file-at', 4, 5)],
    ['a place that is no map', `${placed}  - text\n`, at('settings-file-map', 4, 5)],
    ['a name that is a list', `${placed}  - at: [[a]]\n`, at('settings-file-text', 4, 10)],
    ['the same place twice', `${placed}  - at: [a]\n  - at: ["a"]\n`, at('settings-file-place-twice', 5, 5)],
    ['a key twice', `${placed}  - at: []\n    values:\n      k: 1\n      k: 2\n`, at('settings-file-twice', 7, 7)],
    ['a field twice', `${header}version: 1\n`, at('settings-file-twice', 3, 1)],
    [
      'a key that is a list',
      `${placed}  - at: []\n    values:\n      ? [a]\n      : 1\n`,
      at('settings-file-syntax', 6, 9),
    ],
    ['an anchor', `${placed}  - &a\n    at: []\n`, at('settings-file-sign', 4, 5)],
    ['an alias', `${placed}  - at: []\n    values:\n      attendant.prefix: *21*\n`, at('settings-file-sign', 6, 25)],
    ['a tag', `${placed}  - at: !!binary aGk=\n`, at('settings-file-sign', 4, 9)],
    ['a directive', `%YAML 1.1\n---\n${placed}`, at('settings-file-sign', 1, 1)],
    ['a second document', `${header}places: []\n---\n${header}places: []\n`, at('settings-file-documents', 4, 1)],
    ['an open bracket', `${placed}  - at: [a\n    values: {}\n`, at('settings-file-syntax', 5, 5)],
    ['an open quotation mark', `${placed}  - at: ["a]\n`, at('settings-file-syntax', 5, 1)],
    ['a tab', `${placed}\t- at: []\n`, at('settings-file-tab', 4, 1)],
    ['wrong indentation', `${placed}  - at: []\n   id: x\n`, at('settings-file-syntax', 5, 1)],
    ['a file of another kind', '\u0000\u0001PK\u0003\u0004', at('settings-file-format', 1, 1)],
  ])('%s', async (_what, source, expected) => {
    expect(await refused(source)).toEqual(expected);
  });

  it('cut off anywhere, or with anything put in, it is read or refused, and never anything else', async () => {
    const text = await writeSettingsFile({
      of: 'A',
      complete: true,
      places: [place({ values: masking, locks: new Map([['attendant.retentionDays', 'why']]) }), place({ at: ['b'] })],
    });
    const pieces = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('[', '{', '"', '\n  ', '*a', '&a', ': '),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(20), pieces, async (from, length, piece) => {
        const source = text.slice(0, from) + piece + text.slice(from + length);
        const fields = await readSettingsFile(source).then(
          () => undefined,
          (error: unknown) => (error instanceof AppError ? error.fields : [error]),
        );
        for (const field of fields ?? []) {
          expect(field).toMatchObject({
            path: 'file',
            params: { line: expect.any(Number), column: expect.any(Number) },
          });
        }
      }),
      { numRuns: 400 },
    );
  });

  const mebibyte = 1024 * 1024;
  it.each([
    ['brackets', '['],
    ['braces', '{'],
    ['items in items', '- '],
    ['keys in keys', '? '],
    ['pairs in pairs', 'a: '],
    ['commas', ','],
    ['lines', 'a\n'],
    ['items', '- a\n'],
    ['comments', '#\n'],
    ['anchors', '&a '],
    ['quotation marks', '"'],
    ['documents', '---\n'],
    ['deeper and deeper lines', Array.from({ length: 1400 }, (_each, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])(
    'a megabyte of %s is refused',
    async (_what, piece) => {
      const source = piece.repeat(Math.ceil(mebibyte / piece.length)).slice(0, mebibyte);
      expect(await refused(source)).toMatchObject({ path: 'file' });
    },
    60_000,
  );

  it('that is larger than a megabyte is not even looked at, in bytes', async () => {
    expect(await refused('ü'.repeat(mebibyte / 2 + 1))).toEqual(at('settings-file-large', 1, 1));
  });
});

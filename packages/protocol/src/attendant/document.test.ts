import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldRows, sectionsOf, type Table, wordLists, wordsOf } from '../../test/attendant-document';
import { encodeFrame, encodeResult } from '../codec/encode';
import type { Descriptor } from '../messages/define';
import { attendantBase, attendantCatalogue } from './catalogue';
import { decodeAttendantFrame, encodeAttendantFailure } from './codec';
import { ATTENDANT_ERRORS, AttendantFailure, FailureDetails } from './errors';
import * as shapes from './shapes';
import { ATTENDANT_API, ATTENDANT_LIMITS, ATTENDANT_PROTOCOL } from './terms';

const document = readFileSync(new URL('../../../../docs/attendant-protocol.md', import.meta.url), 'utf8');
const chapters = sectionsOf(document, 2);
const messages = sectionsOf(document, 3);
const objects = sectionsOf(document, 4);
const all = attendantCatalogue.map((descriptor: Descriptor) => ({ mt: descriptor.mt, descriptor }));

function section(mt: string) {
  const found = messages.get(mt);
  if (!found) throw new Error(`docs/attendant-protocol.md has no section "### ${mt}"`);
  return found;
}

const firstTwo = (table: Table | undefined): string[][] => (table?.rows ?? []).map((row) => row.slice(0, 2));
const tableOf = (title: string, head: string): Table | undefined =>
  chapters.get(title)?.tables.find((table) => table.head[0] === head);

describe('docs/attendant-protocol.md', () => {
  test('describes every message, and nothing else', () => {
    expect([...messages.keys()]).toEqual(attendantCatalogue.map(({ mt }) => mt));
    const base = tableOf('The connection', 'message')?.rows.map(([name]) => name);
    expect(base).toEqual(attendantBase.map(({ mt }) => `\`${mt}\``));
  });

  test.each(all)('$mt: the tables are the fields', ({ mt, descriptor }) => {
    const { tables } = section(mt);
    const named = (head: string) => tables.find((table) => table.head[0] === head);
    const sent = descriptor.kind === 'request' ? 'request' : 'event';
    expect(firstTwo(named(sent))).toEqual(fieldRows(descriptor.fields));
    if (descriptor.kind === 'request') expect(firstTwo(named('result'))).toEqual(fieldRows(descriptor.result));
    for (const row of tables.flatMap((table) => table.rows)) expect(row.at(-1)).not.toBe('');
  });

  test.each(all)('$mt: the examples are frames as they are written', ({ mt, descriptor }) => {
    const { frames } = section(mt);
    const roles = frames.map(({ from, text }) => {
      const decoded = decodeAttendantFrame(text, from);
      if (decoded.kind !== 'ok') throw new Error(`${text} is ${JSON.stringify(decoded)}`);
      const { mt: name, api, src, ...fields } = decoded.message;
      expect(api).toBe(ATTENDANT_API);
      expect(from).toBe(decoded.role === 'request' ? 'console' : 'service');
      expect(JSON.parse(written(decoded.role, decoded.descriptor, name, fields, src))).toEqual(JSON.parse(text));
      return decoded.descriptor === descriptor ? decoded.role : 'other';
    });
    const wanted = descriptor.kind === 'request' ? ['request', 'result'] : ['event'];
    expect(roles).toEqual(expect.arrayContaining(wanted));
  });

  test('the examples answer with the src they were asked with', () => {
    for (const { frames } of messages.values()) {
      const asked = frames.filter(({ from }) => from === 'console').map(({ text }) => srcOf(text));
      const results = frames.filter(({ from, text }) => from === 'service' && /"mt":"\w+Result"/.test(text));
      for (const { text } of results) expect(asked).toContain(srcOf(text));
    }
  });

  test('the objects are the shapes', () => {
    expect([...objects.keys()]).toEqual(Object.keys(shapes));
    for (const [name, schema] of Object.entries(shapes)) {
      expect([name, ...firstTwo(objects.get(name)?.tables[0])]).toEqual([name, ...fieldRows(schema)]);
    }
  });

  test('the words, codes and limits are those of the code', () => {
    const words = tableOf('Words', 'list')?.rows.map(([list, row]) => [list, row]);
    const expected = Object.entries(wordLists).map(([list, each]) => [
      list,
      wordsOf(each)
        .map((word) => `\`${word}\``)
        .join(' '),
    ]);
    expect(words).toEqual(expected);
    const codes = tableOf('Refusals', 'code')?.rows;
    expect(codes).toEqual(Object.entries(ATTENDANT_ERRORS).map(([code, meaning]) => [`\`${code}\``, meaning]));
    expect(firstTwo(tableOf('Refusals', 'field'))).toEqual(refusalRows());
    const limits = tableOf('Limits', 'limit')?.rows.map(([name, value]) => [name, value]);
    expect(limits).toEqual(Object.entries(ATTENDANT_LIMITS).map(([name, value]) => [`\`${name}\``, String(value)]));
    expect(document).toContain(`version ${ATTENDANT_PROTOCOL} of the protocol \`${ATTENDANT_API}\``);
  });
});

/** The common form of a refusal, then its details; the code has a table of its own and no type here. */
function refusalRows(): string[][] {
  const details = fieldRows(FailureDetails).map(([name, type]) => [name.replace('`', '`details.'), type]);
  return [
    ['`error`', 'code'],
    ...fieldRows(AttendantFailure.pick({ errorText: true })),
    ['`details?`', 'object'],
    ...details,
  ];
}

function written(
  role: string,
  descriptor: Descriptor,
  mt: string,
  fields: Record<string, unknown>,
  src: string | undefined,
): string {
  if (role === 'failure') {
    return encodeAttendantFailure(mt.replace(/Result$/, ''), AttendantFailure.parse(fields), { src });
  }
  if (role === 'result' && descriptor.kind === 'request') return encodeResult(descriptor, fields, { src });
  return encodeFrame(descriptor, fields, { src });
}

function srcOf(text: string): unknown {
  return (JSON.parse(text) as { src?: unknown }).src;
}

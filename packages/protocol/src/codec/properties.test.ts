import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixtureFrames } from '../../fixtures/index';
import { arbitraryFields } from '../../test/schema-arbitrary';
import { catalogue } from '../messages/catalogue';
import type { Descriptor, RequestDescriptor } from '../messages/define';
import { decodeFrame } from './decode';
import { encodeFrame, encodeResult } from './encode';
import { redactFrame } from './redact';

const KINDS = ['ok', 'unknown', 'invalid', 'too-large'];
const src = fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined });

/** Requests that are told apart by their fields can only be generated with those fields. */
function isUnambiguous(descriptor: Descriptor, fields: Record<string, unknown>): boolean {
  return descriptor.recognise?.(fields) ?? true;
}

function expectRoundTrip(
  text: string,
  descriptor: Descriptor,
  role: string,
  fields: object,
  sent: string | undefined,
): void {
  const decoded = decodeFrame(text);
  if (decoded.kind !== 'ok') throw new Error(`${text} was read as ${JSON.stringify(decoded)}`);
  expect(decoded.descriptor).toBe(descriptor);
  expect(decoded.role).toBe(role);
  const { mt, api, src: echoed, ...rest } = decoded.message;
  expect(mt).toBe(role === 'result' ? (descriptor as RequestDescriptor).resultMt : descriptor.mt);
  expect(api).toBe(descriptor.api);
  expect(echoed).toBe(sent);
  expect(rest).toEqual(fields);
}

const nameOf = (descriptor: Descriptor): string => `${descriptor.api ?? 'base'} ${descriptor.mt} ${descriptor.kind}`;
const all = catalogue.map((descriptor: Descriptor) => ({ name: nameOf(descriptor), descriptor }));
const requests = all.flatMap(({ name, descriptor }) =>
  descriptor.kind === 'request' ? [{ name, request: descriptor }] : [],
);
const jsonValue = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('what is written is read back equal', () => {
  test.each(all)('$name', ({ descriptor }) => {
    fc.assert(
      fc.property(arbitraryFields(descriptor.fields), src, (fields, sent) => {
        fc.pre(isUnambiguous(descriptor, fields));
        expectRoundTrip(encodeFrame(descriptor, fields, { src: sent }), descriptor, descriptor.kind, fields, sent);
      }),
      { numRuns: 40 },
    );
  });

  test.each(requests)('result of $name', ({ request }) => {
    fc.assert(
      fc.property(arbitraryFields(request.result), src, (fields, sent) => {
        expectRoundTrip(encodeResult(request, fields, { src: sent }), request, 'result', fields, sent);
      }),
      { numRuns: 40 },
    );
  });
});

describe('fields nobody knows stay', () => {
  test.each(all)('$name', ({ descriptor }) => {
    const extra = fc.dictionary(
      fc.string({ minLength: 1 }).map((name) => `x-${name}`),
      jsonValue,
    );
    fc.assert(
      fc.property(arbitraryFields(descriptor.fields), extra, (fields, more) => {
        fc.pre(isUnambiguous(descriptor, fields));
        const frame = JSON.parse(encodeFrame(descriptor, fields)) as object;
        const decoded = decodeFrame(JSON.stringify({ ...frame, ...more }));
        expect(decoded.kind === 'ok' && decoded.message).toMatchObject(more);
      }),
      { numRuns: 10 },
    );
  });
});

describe('no text makes the decoder throw', () => {
  test('any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(KINDS).toContain(decodeFrame(text).kind);
        expect(typeof redactFrame(text)).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  test('any bytes, read as UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(KINDS).toContain(decodeFrame(new TextDecoder().decode(bytes)).kind);
      }),
      { numRuns: 1000 },
    );
  });

  test('any JSON, with a known message type on top', () => {
    const names = catalogue.flatMap((d: Descriptor) => (d.kind === 'request' ? [d.mt, d.resultMt] : [d.mt]));
    const apis = [undefined, ...new Set(catalogue.map((d: Descriptor) => d.api))];
    const keys = [...new Set(catalogue.flatMap((d: Descriptor) => Object.keys(d.fields.shape)))];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(...apis),
        fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()),
        (mt, api, fields) => {
          expect(KINDS).toContain(decodeFrame(JSON.stringify({ ...fields, mt, api })).kind);
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.json(), (text) => KINDS.includes(decodeFrame(text).kind)));
  });

  test('frames that were cut, joined or damaged on the way', () => {
    const frame = fc.constantFrom(...fixtureFrames.map(({ text }) => text));
    const damage = fc.tuple(frame, fc.nat(), fc.nat(), fc.string({ unit: 'binary', maxLength: 5 }));
    fc.assert(
      fc.property(damage, ([text, at, length, put]) => {
        const from = at % (text.length + 1);
        const damaged = text.slice(0, from) + put + text.slice(from + (length % 8));
        expect(KINDS).toContain(decodeFrame(damaged).kind);
        expect(decodeFrame(text.slice(0, from)).kind === 'ok').toBe(from === text.length);
        expect(decodeFrame(text + text).kind).toBe('invalid');
      }),
      { numRuns: 3000 },
    );
  });
});

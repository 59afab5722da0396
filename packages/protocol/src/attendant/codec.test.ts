import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixtureFrames } from '../../fixtures/index';
import { arbitraryFields } from '../../test/schema-arbitrary';
import { decodeFrame } from '../codec/decode';
import { encodeFrame, encodeResult } from '../codec/encode';
import { matchFailure, matchRequest } from '../codec/match';
import { API_IDS, type Descriptor, type RequestDescriptor } from '../messages/define';
import { readCallState } from '../model/call-state';
import { CallInfo, ClearCall, HoldCall, StartCall } from './calls';
import { attendantCallState, callEnd, holdState, panicFailure } from './call-state';
import { attendantCatalogue, attendantLookup } from './catalogue';
import { decodeAttendantFrame, encodeAttendantFailure, readAttendantFailure } from './codec';
import { ColleagueInfo } from './colleagues';
import { ATTENDANT_ERRORS, AttendantFailure } from './errors';
import { choosePauseReason } from './pause-choice';
import { OpenSession } from './session';
import { ATTENDANT_API, ATTENDANT_LIMITS, CALL_ENDS, PANIC_FAILURES } from './terms';

const all = attendantCatalogue.map((descriptor: Descriptor) => ({
  name: `${descriptor.mt} ${descriptor.kind}`,
  descriptor,
}));
const requests = all.flatMap(({ name, descriptor }) =>
  descriptor.kind === 'request' ? [{ name, request: descriptor }] : [],
);
const src = fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }), { nil: undefined });
const colleague = { user: 'u1', name: 'Ann Lee', numbers: ['101'], calls: 'idle' as const, diversions: [] };

function expectRead(
  text: string,
  descriptor: Descriptor,
  role: string,
  fields: object,
  sent: string | undefined,
): void {
  const decoded = decodeAttendantFrame(text, role === 'request' ? 'console' : 'service');
  if (decoded.kind !== 'ok') throw new Error(`${text} was read as ${JSON.stringify(decoded)}`);
  expect([decoded.descriptor === descriptor, decoded.role]).toEqual([true, role]);
  const { mt: _mt, api, src: echoed, ...rest } = decoded.message;
  expect(api).toBe(ATTENDANT_API);
  expect(echoed).toBe(sent);
  expect(rest).toEqual(fields);
}

describe('what is written is read back equal', () => {
  test.each(all)('$name', ({ descriptor }) => {
    fc.assert(
      fc.property(arbitraryFields(descriptor.fields), src, (fields, sent) => {
        expectRead(encodeFrame(descriptor, fields, { src: sent }), descriptor, descriptor.kind, fields, sent);
      }),
      { numRuns: 30 },
    );
  });

  test.each(requests)('result of $name', ({ request }) => {
    fc.assert(
      fc.property(arbitraryFields(request.result), src, (fields, sent) => {
        expectRead(encodeResult(request, fields, { src: sent }), request, 'result', fields, sent);
      }),
      { numRuns: 30 },
    );
  });

  test('every refusal', () => {
    fc.assert(
      fc.property(fc.constantFrom(...requests), arbitraryFields(AttendantFailure), src, ({ request }, fields, sent) => {
        const failure = AttendantFailure.parse(fields);
        const decoded = decodeAttendantFrame(encodeAttendantFailure(request.mt, failure, { src: sent }), 'service');
        const message = matchFailure(decoded, request);
        if (message === undefined) throw new Error(JSON.stringify(decoded));
        expect(message.src).toBe(sent);
        expect(readAttendantFailure(message)).toEqual({
          code: failure.error,
          text: failure.errorText,
          details: failure.details ?? {},
        });
      }),
    );
  });
});

describe('reading is tolerant', () => {
  test('unknown fields, words and messages do not make a frame invalid', () => {
    const frame = {
      mt: 'ColleagueInfo',
      api: ATTENDANT_API,
      update: 'moved',
      colleague: { ...colleague, calls: 'singing', mood: 1 },
    };
    const decoded = decodeAttendantFrame(JSON.stringify({ ...frame, later: true }), 'service');
    expect(decoded).toMatchObject({
      kind: 'ok',
      message: { update: 'unknown', colleague: { calls: 'unknown' }, later: true },
    });
    expect(decodeAttendantFrame(`{"mt":"Sing","api":"${ATTENDANT_API}"}`, 'console').kind).toBe('unknown');
  });

  test('a refusal of a newer service is still a refusal', () => {
    const text = `{"mt":"HoldCallResult","api":"${ATTENDANT_API}","error":"moon","errorText":"no","details":{"minLength":"x"}}`;
    const message = matchFailure(decodeAttendantFrame(text, 'service'), HoldCall);
    if (message === undefined) throw new Error('no failure');
    expect(readAttendantFailure(message)).toEqual({ code: 'failed', text: 'no', details: {} });
  });

  test('a console has no way to the APIs of the PBX', () => {
    const foreign = fixtureFrames
      .map(({ text }) => text)
      .filter((text) => API_IDS.some((api) => text.includes(`"${api}"`)));
    expect(foreign.length).toBeGreaterThan(50);
    for (const text of foreign) expect(['unknown', 'invalid']).toContain(decodeAttendantFrame(text, 'console').kind);
    expect(decodeFrame(`{"mt":"StartCall","api":"${ATTENDANT_API}","number":"1"}`).kind).toBe('unknown');
  });

  test('no text makes it throw', () => {
    const names = attendantCatalogue.flatMap((d: Descriptor) => (d.kind === 'request' ? [d.mt, d.resultMt] : [d.mt]));
    const keys = [...new Set(attendantCatalogue.flatMap((d: Descriptor) => Object.keys(d.fields.shape)))];
    const frame = fc
      .tuple(fc.constantFrom(...names), fc.dictionary(fc.constantFrom(...keys, 'error', 'details'), fc.jsonValue()))
      .map(([mt, fields]) => JSON.stringify({ ...fields, mt, api: ATTENDANT_API }));
    fc.assert(
      fc.property(fc.oneof(frame, fc.json(), fc.string({ unit: 'binary' })), (text) => {
        const decoded = decodeAttendantFrame(text, 'console');
        expect(['ok', 'unknown', 'invalid', 'too-large']).toContain(decoded.kind);
        if (decoded.kind === 'ok' && decoded.role === 'failure') readAttendantFailure(decoded.message);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('writing is strict', () => {
  test('a field that the shape does not have is refused at any depth, so that nothing clear slips beside a masked number', () => {
    const diversion = { kind: 'always' as const, destination: '0041791234***', masked: true };
    const told = { ...colleague, diversions: [diversion] };
    expect(() => encodeFrame(ColleagueInfo, { update: 'changed', colleague: told })).not.toThrow();
    const leak = { ...told, diversions: [{ ...diversion, clear: '0041791234567' }] };
    expect(() => encodeFrame(ColleagueInfo, { update: 'changed', colleague: leak })).toThrow(/diversions\.0/);
  });

  test('codes, texts and details that the protocol does not have are refused', () => {
    const bad = { error: 'moon' } as unknown as AttendantFailure;
    expect(() => encodeAttendantFailure('HoldCall', bad)).toThrow();
    expect(() => encodeAttendantFailure('HoldCall', { error: 'failed', errorText: 'x'.repeat(300) })).toThrow();
    const long = encodeAttendantFailure('N'.repeat(500), { error: 'unknown-message' });
    expect(long.length).toBeLessThan(200);
  });

  test('texts have a bound in both directions', () => {
    expect(() => encodeFrame(StartCall, { number: '1'.repeat(65) })).toThrow();
    const text = JSON.stringify({ mt: 'StartCall', api: ATTENDANT_API, number: '1'.repeat(65) });
    expect(decodeAttendantFrame(text, 'console').kind).toBe('invalid');
  });
});

describe('frames are bounded', () => {
  test('a console may send 16 KiB, the service 1 MiB', () => {
    const frame = (bytes: number): string => {
      const text = JSON.stringify({ mt: 'Heartbeat', api: ATTENDANT_API, pad: '' });
      return text.replace('"pad":""', `"pad":"${'x'.repeat(bytes - text.length)}"`);
    };
    expect(decodeAttendantFrame(frame(ATTENDANT_LIMITS.requestBytes), 'console').kind).toBe('ok');
    expect(decodeAttendantFrame(frame(ATTENDANT_LIMITS.requestBytes + 1), 'console').kind).toBe('too-large');
    expect(decodeAttendantFrame(frame(ATTENDANT_LIMITS.answerBytes), 'service').kind).toBe('ok');
    expect(decodeAttendantFrame(frame(ATTENDANT_LIMITS.answerBytes + 1), 'service').kind).toBe('too-large');
  });

  test.each(all)('the largest $name fits', ({ descriptor }) => {
    const limit = descriptor.kind === 'request' ? ATTENDANT_LIMITS.requestBytes : ATTENDANT_LIMITS.answerBytes;
    expect(largest(descriptor.fields)).toBeLessThan(limit);
    if (descriptor.kind === 'request') expect(largest(descriptor.result)).toBeLessThan(ATTENDANT_LIMITS.answerBytes);
  });
});

interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly out?: Schema;
  readonly element?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly checks?: readonly {
    readonly _zod: { readonly def: { readonly check: string; readonly maximum?: number } };
  }[];
}
interface Schema {
  readonly _zod: { readonly def: unknown };
}

/** Most bytes that a value of a schema takes as JSON: JSON writes the worst character with six. */
function largest(schema: Schema): number {
  const def = schema._zod.def as Definition;
  const maximum = def.checks?.map(({ _zod }) => _zod.def).find(({ check }) => check === 'max_length')?.maximum;
  const inside = def.innerType ?? def.out;
  if (inside) return largest(inside);
  switch (def.type) {
    case 'string':
      return 2 + 6 * (maximum ?? 24);
    case 'enum':
      return 2 + Math.max(...Object.values(def.entries ?? {}).map((word) => word.length));
    case 'array':
      if (maximum === undefined || !def.element) throw new Error('a list without a bound');
      return 2 + maximum * (1 + largest(def.element));
    case 'object':
      return Object.entries(def.shape ?? {}).reduce(
        (sum, [name, field]) => sum + name.length + 4 + largest(field),
        200,
      );
    case 'number':
    case 'boolean':
      return 11;
    default:
      throw new Error(`the size of ${def.type} is not known`);
  }
}

describe('the catalogue', () => {
  test('every name has one meaning, and every request is answered under its own name', () => {
    for (const descriptor of attendantCatalogue as readonly Descriptor[]) {
      const names = descriptor.kind === 'request' ? [descriptor.mt, descriptor.resultMt] : [descriptor.mt];
      for (const mt of names) expect(attendantLookup.meaningsOf(ATTENDANT_API, mt)).toHaveLength(1);
      if (descriptor.kind === 'request')
        expect((descriptor as RequestDescriptor).resultMt).toBe(`${descriptor.mt}Result`);
    }
  });

  test('requests are told apart by what they do', () => {
    const effects = requests.map(({ request }) => request.effect);
    expect(new Set(effects)).toEqual(new Set(['session', 'subscribe', 'read', 'write']));
    expect(StartCall.effect).toBe('write');
    expect(
      matchRequest(decodeAttendantFrame(encodeFrame(ClearCall, { call: 'c1' }), 'console'), OpenSession),
    ).toBeUndefined();
  });
});

describe('states by name', () => {
  test.each([
    [1, 'dialling', 'none'],
    [4, 'alerting', 'none'],
    [129, 'ringing', 'none'],
    [132, 'ringing', 'none'],
    [133, 'connected', 'none'],
    [261, 'connected', 'here'],
    [645, 'connected', 'there'],
    [773, 'connected', 'both'],
    [136, 'parked', 'none'],
    [6, 'ended', 'none'],
    [135, 'ended', 'none'],
    [15, 'unknown', 'none'],
  ])('%i is %s, held %s', (number, state, hold) => {
    const read = readCallState(number);
    expect([attendantCallState(read), holdState(read)]).toEqual([state, hold]);
  });

  test('causes have names, for calls and for panic', () => {
    expect([16, 17, 19, 21, 1, 27, 26, 99, undefined].map(callEnd)).toEqual([
      'normal',
      'busy',
      'no-answer',
      'rejected',
      'unallocated',
      'out-of-order',
      'taken-elsewhere',
      'other',
      'normal',
    ]);
    for (const end of CALL_ENDS) expect(PANIC_FAILURES).toContain(panicFailure(end));
    expect(CallInfo.mt).toBe('CallInfo');
  });
});

describe('pause reasons', () => {
  const reasons = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 50 });

  test('none asks nothing, one is used, of more one must be chosen', () => {
    fc.assert(
      fc.property(reasons, (list) => {
        const silent = choosePauseReason(list, undefined);
        expect(silent).toEqual(choosePauseReason(list, ''));
        if (list.length > 1) expect(silent).toEqual({ kind: 'refused', code: 'reason-required' });
        else expect(silent).toEqual({ kind: 'chosen', reason: list[0] });
        for (const reason of list) expect(choosePauseReason(list, reason)).toEqual({ kind: 'chosen', reason });
        expect(choosePauseReason(list, `${list.join('')}+`)).toEqual({ kind: 'refused', code: 'unknown-reason' });
      }),
    );
    expect(Object.keys(ATTENDANT_ERRORS)).toEqual(
      expect.arrayContaining(['reason-required', 'unknown-reason', 'no-licence-left']),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storableFrame } from './storable-frame';

const textsOf = (frame: string) => (JSON.parse(frame) as { a: string[] }).a;

describe('storableFrame', () => {
  it.each([
    ['NUL', '{"a":["x\\u0000y"]}', ['x\uFFFDy']],
    ['a lone surrogate', '{"a":["\\ud800 \\uDC00"]}', ['\uFFFD \uFFFD']],
    ['nothing of a pair', '{"a":["\\ud83d\\ude00"]}', ['\u{1F600}']],
    ['nothing of an escaped backslash', '{"a":["\\\\u0000"]}', ['\\u0000']],
  ])('replaces %s', (_what, frame, texts) => {
    expect(textsOf(storableFrame(frame))).toEqual(texts);
  });

  it('leaves other frames untouched, spaces and all', () => {
    const frame = '{ "mt" : "KeepAlive" , "a": "\\u00e4" }';
    expect(storableFrame(frame)).toBe(frame);
  });

  it('never throws, however deep or broken the frame', () => {
    for (const frame of ['"\\u0000', `${'['.repeat(300_000)}"\\u0000"${']'.repeat(300_000)}`]) {
      expect(storableFrame(frame)).toBe(frame);
    }
  });

  it('gives texts that can be stored, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800', '\udfff'), (text, odd) => {
        const [stored = ''] = textsOf(storableFrame(JSON.stringify({ a: [`${text}${odd}`] })));
        expect(stored).not.toContain('\0');
        expect(stored).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

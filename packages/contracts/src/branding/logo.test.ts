import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logoBytes, readLogo } from './logo';

const text = (value: string): number[] => Array.from(value, (character) => character.charCodeAt(0));
const big = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
const little = (value: number): number[] => big(value).toReversed();
const chunk = (type: string, data: number[]): number[] => [...big(data.length), ...text(type), ...data, 0, 0, 0, 0];

const signature = [0x89, ...text('PNG'), 0x0d, 0x0a, 0x1a, 0x0a];
const png = (width: number, height: number, data = [1, 2, 3]): Uint8Array =>
  Uint8Array.from([
    ...signature,
    ...chunk('IHDR', [...big(width), ...big(height), 8, 6, 0, 0, 0]),
    ...chunk('IDAT', data),
    ...chunk('IEND', []),
  ]);
const riff = (body: number[]): Uint8Array =>
  Uint8Array.from([...text('RIFF'), ...little(body.length + 4), ...text('WEBP'), ...body]);
const filler = Array.from({ length: 20 }, () => 0);

const webp = {
  lossy: (width: number, height: number) =>
    riff([
      ...text('VP8 '),
      ...little(20),
      0,
      0,
      0,
      0x9d,
      0x01,
      0x2a,
      ...little(width).slice(0, 2),
      ...little(height).slice(0, 2),
      ...filler,
    ]),
  lossless: (width: number, height: number) =>
    riff([...text('VP8L'), ...little(20), 0x2f, ...little((width - 1) | ((height - 1) << 14)), ...filler]),
  extended: (width: number, height: number) =>
    riff([
      ...text('VP8X'),
      ...little(10),
      ...little(0),
      ...little(width - 1).slice(0, 3),
      ...little(height - 1).slice(0, 3),
      ...filler,
    ]),
};

describe('readLogo', () => {
  it('reads type and size from the bytes', () => {
    expect(readLogo(png(64, 32))).toEqual({ type: 'image/png', width: 64, height: 32 });
    for (const kind of ['lossy', 'lossless', 'extended'] as const) {
      expect(readLogo(webp[kind](300, 120))).toEqual({ type: 'image/webp', width: 300, height: 120 });
    }
  });

  it('refuses what a browser could take for something else', () => {
    const svg = Uint8Array.from(
      text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'.repeat(2)),
    );
    const gif = Uint8Array.from([...text('GIF89a'), ...filler, ...filler, ...filler]);
    const behind = Uint8Array.from([...png(64, 64), ...text('<script>alert(1)</script>')]);
    const behindWebp = Uint8Array.from([...webp.lossy(64, 64), ...text('<html>')]);
    const cut = png(64, 64).slice(0, -6);
    for (const bytes of [svg, gif, behind, behindWebp, cut, new Uint8Array(), Uint8Array.from(signature)]) {
      expect(readLogo(bytes)).toBe('logo-type');
    }
  });

  it('refuses what is too large or too small to be a logo', () => {
    expect(readLogo(new Uint8Array(logoBytes + 1))).toBe('logo-too-large');
    expect(
      readLogo(
        png(
          64,
          64,
          Array.from({ length: logoBytes }, () => 7),
        ),
      ),
    ).toBe('logo-too-large');
    for (const [width, height] of [
      [15, 64],
      [64, 1025],
      [0, 0],
      [100_000, 100_000],
    ] as const) {
      expect(readLogo(png(width, height))).toBe('logo-dimensions');
    }
  });

  it('never throws, whatever it is given', () => {
    const starts = [Uint8Array.from([]), Uint8Array.from(signature), png(64, 64).slice(0, 33), riff(text('VP8X'))];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const result = readLogo(Uint8Array.from([...start, ...rest]));
        expect(typeof result === 'string' || result.width > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

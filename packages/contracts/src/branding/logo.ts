export const logoTypes = ['image/png', 'image/webp'] as const;
export type LogoType = (typeof logoTypes)[number];

/** Bytes of a logo, at most. */
export const logoBytes = 128 * 1024;
/** Pixels of a side: less cannot be recognised, more only costs memory where it is shown. */
export const logoSides = { min: 16, max: 1024 } as const;

export interface Logo {
  type: LogoType;
  width: number;
  height: number;
}

export type LogoRule = 'logo-too-large' | 'logo-type' | 'logo-dimensions';

/**
 * What a file is, from its bytes and never from its name: a PNG or WebP picture of a useful size with nothing behind its
 * end, or the rule it breaks. SVG is none of the two: it can hold scripts.
 */
export function readLogo(bytes: Uint8Array): Logo | LogoRule {
  if (bytes.length > logoBytes) return 'logo-too-large';
  const logo = readPng(bytes) ?? readWebp(bytes);
  if (logo === undefined) return 'logo-type';
  const { min, max } = logoSides;
  const fits = [logo.width, logo.height].every((side) => side >= min && side <= max);
  return fits ? logo : 'logo-dimensions';
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Portable Network Graphics specification, chapters 5 and 11: signature, IHDR first, IEND last. */
function readPng(bytes: Uint8Array): Logo | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 57 || signature.some((byte, index) => bytes[index] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== 13 || ascii(bytes, 12, 4) !== 'IHDR') return undefined;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = ascii(bytes, at + 4, 4);
    at += 12 + view.getUint32(at);
    if (type === 'IEND') break;
  }
  const ends = at === bytes.length && ascii(bytes, at - 8, 4) === 'IEND';
  return ends ? { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) } : undefined;
}

/** RFC 9649, section 2: RIFF container; the size of a picture stands in its first chunk. */
function readWebp(bytes: Uint8Array): Logo | undefined {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) + 8 !== bytes.length) return undefined;
  const size = webpSize(view, ascii(bytes, 12, 4));
  return size === undefined ? undefined : { type: 'image/webp', ...size };
}

function webpSize(view: DataView, chunk: string): { width: number; height: number } | undefined {
  if (chunk === 'VP8X') {
    const byte = (at: number): number => view.getUint8(at);
    const long = (at: number): number => 1 + byte(at) + byte(at + 1) * 256 + byte(at + 2) * 65_536;
    return { width: long(24), height: long(27) };
  }
  if (chunk === 'VP8L') {
    if (view.getUint8(20) !== 0x2f) return undefined;
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk === 'VP8 ') {
    const starts = view.getUint8(23) === 0x9d && view.getUint8(24) === 0x01 && view.getUint8(25) === 0x2a;
    return starts ? { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff } : undefined;
  }
  return undefined;
}

import { crc32, deflateSync } from 'node:zlib';

const SIZE = 64;
const BACKGROUND = [0x1f, 0x4e, 0x9e] as const;
const MARK = [0xff, 0xff, 0xff] as const;

let made: Buffer | undefined;

/** The App's icon: two lines that cross over, white on blue, 64 x 64. Drawn here, so that no binary lies in the repository. */
export function iconPng(): Buffer {
  made ??= draw();
  return made;
}

function draw(): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < SIZE; y += 1) {
    rows.push(0); // filter: none
    for (let x = 0; x < SIZE; x += 1) rows.push(...(isMark(x, y) ? MARK : BACKGROUND));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bit, RGB
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function isMark(x: number, y: number): boolean {
  const inside = x >= 12 && x < 52;
  const across = Math.min(Math.max((x - 22) / 20, 0), 1);
  const falling = 20 + across * 24;
  const rising = 44 - across * 24;
  return inside && (Math.abs(y - falling) < 3.5 || Math.abs(y - rising) < 3.5);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

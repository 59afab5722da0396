import type { Duplex } from 'node:stream';

/** Writes the header of a text frame and half of its payload, then cuts the connection. `masked` as a client must. */
export function sendHalfFrame(socket: Duplex, text: string, masked: boolean): void {
  const payload = Buffer.from(text, 'utf8');
  const maskBit = masked ? 0x80 : 0;
  let header: Buffer;
  if (payload.length < 126) {
    header = Buffer.from([0x81, maskBit | payload.length]);
  } else if (payload.length < 65536) {
    header = Buffer.alloc(4);
    header.set([0x81, maskBit | 126]);
    header.writeUInt16BE(payload.length, 2);
  } else {
    header = Buffer.alloc(10);
    header.set([0x81, maskBit | 127]);
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  // A mask key of zeros leaves the payload as it is.
  const mask = Buffer.alloc(masked ? 4 : 0);
  const half = payload.subarray(0, Math.floor(payload.length / 2));
  socket.write(Buffer.concat([header, mask, half]), () => socket.destroy());
}

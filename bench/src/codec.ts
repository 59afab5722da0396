import { decodeFrame } from '@switchroom/protocol';
import type { Figure } from './stats';

const frame = JSON.stringify({
  mt: 'GetObjectResult',
  api: 'PbxAdminApi',
  src: '1',
  guid: '8e7ca6fabbc5630170e9009033400109',
  cn: 'My App',
  h323: 'myapp',
  loc: 'master',
  node: 'root',
  hide: true,
  critical: true,
  pseudo: { type: 'app', app: { url: 'https://ap.example/dom/inst/vendor-app', websocket: true, admin: true } },
});

/** Decoding and validating one frame beside a bare JSON.parse of the same text. */
export function benchCodec(): Figure[] {
  const decode = microseconds(() => decodeFrame(frame));
  const parse = microseconds(() => JSON.parse(frame) as unknown);
  return [
    {
      name: `decode a frame of ${frame.length} bytes`,
      unit: 'µs',
      value: decode,
      baseline: { name: 'JSON.parse', value: parse },
    },
  ];
}

function microseconds(work: () => unknown): number {
  const rounds = 50_000;
  for (let index = 0; index < rounds / 10; index += 1) work();
  const started = performance.now();
  for (let index = 0; index < rounds; index += 1) work();
  return ((performance.now() - started) * 1000) / rounds;
}

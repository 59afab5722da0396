import type { MockPbx } from '@switchroom/mock-pbx';
import { ATTENDANT_API } from '@switchroom/protocol/attendant';
import { waitUntil } from '@switchroom/testkit/vitest';
import { WebSocket } from 'ws';
import type { Frame } from './attendant-world';

/** A console on a real websocket, as a program outside of this process would be one. `url` is that of the websocket. */
export async function realConsole(url: string, pbx: MockPbx, login: { user: string; appObject: string }) {
  const frames: Frame[] = [];
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let close: number | undefined;
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Frame));
  socket.on('close', (code) => {
    close = code;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const got = (mt: string) =>
    waitUntil(() => frames.find((frame) => frame.mt === mt), {
      message: `${mt}; got ${JSON.stringify(frames)}`,
      timeoutMs: 15_000,
    });
  const send = (frame: object) => socket.send(JSON.stringify(frame));
  return {
    socket,
    frames,
    got,
    send,
    closed: () => waitUntil(() => close, { message: 'the close', timeoutMs: 15_000 }),
    /** Has the PBX make the login for the service's challenge. */
    login: async () => {
      send({ mt: 'AppChallenge' });
      const { challenge } = await got('AppChallengeResult');
      send(pbx.userLogin({ ...login, challenge: String(challenge) }).login);
      return await got('AppLoginResult');
    },
    open: async () => {
      send({ mt: 'OpenSession', api: ATTENDANT_API, client: 'Real', version: '1', protocol: 1, src: 'open' });
      return await got('OpenSessionResult');
    },
  };
}

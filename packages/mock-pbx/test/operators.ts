import { expect } from 'vitest';
import type { MockPbxOptions } from '../src/index';
import { type Linked, linked } from './linked';
import type { Frame, Peer } from './peer';

/** A PBX with three users that have the attendant app; Ann has a desk phone and a softphone. */
export async function withOperators(options: Partial<MockPbxOptions> = {}): Promise<Linked> {
  const world = await linked({ users: 200, ...options });
  for (const [cn, e164] of [
    ['Ann Lee', '501'],
    ['Bob Ray', '502'],
    ['Cy Dow', '503'],
  ] as const) {
    const devices = [{ hw: `${e164}-desk`, text: 'Desk' }];
    world.pbx.admin.createUser({
      cn,
      e164,
      apps: 'attendant',
      grp: [{ name: 'Desk' }],
      devices: cn === 'Ann Lee' ? [...devices, { hw: '501-soft', text: 'Softphone' }] : devices,
    });
  }
  return world;
}

export const rcc = (peer: Peer, mt: string, fields: Frame = {}): Promise<Frame> => peer.request('RCC', mt, fields);

/** Opens a user, or one device of the user, for call control; `src` is that of its CallInfo. */
export async function open(peer: Peer, cn: string, src: string, hw?: string): Promise<number> {
  peer.send({ mt: 'UserInitialize', api: 'RCC', cn, src, ...(hw === undefined ? {} : { hw }) });
  const result = await peer.waitFor((f) => f.mt === 'UserInitializeResult' && f.src === src);
  expect(result).not.toHaveProperty('error');
  return result['user'] as number;
}

/** What CallInfo told under one `src`, as `msg(state)` with the cause. */
export function told(peer: Peer, src: string): string[] {
  return peer.received
    .filter((f) => f.mt === 'CallInfo' && f.src === src)
    .map((f) => {
      const [info] = (f['info'] as { vali?: number }[] | undefined) ?? [];
      const cause = info?.vali === undefined ? '' : ` cause ${info.vali}`;
      return `${String(f['msg'])}(${Number(f['state'])})${cause}${f['del'] === true ? ' del' : ''}`;
    });
}

/** Resolves with the first CallInfo of one `src` with this message. */
export function info(peer: Peer, src: string, msg: string): Promise<Frame> {
  return peer.waitFor((f) => f.mt === 'CallInfo' && f.src === src && f['msg'] === msg);
}

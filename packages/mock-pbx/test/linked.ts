import { MockPbx, type MockPbxOptions } from '../src/index';
import { Peer } from './peer';

export const PASSWORD = 'app secret';

/** A served PBX with a logged-in App object, closed together. */
export interface Linked extends AsyncDisposable {
  readonly pbx: MockPbx;
  readonly url: string;
  readonly peer: Peer;
}

export async function linked(options: Partial<MockPbxOptions> = {}): Promise<Linked> {
  const pbx = new MockPbx({
    name: 'master',
    domain: 'example.com',
    users: 30,
    seed: 11,
    apps: [{ name: 'attendant', cn: 'Attendant', password: PASSWORD }],
    ...options,
  });
  const { url } = await pbx.serve({ port: 0 });
  const peer = await Peer.connect(url);
  await peer.login({ app: 'attendant' }, PASSWORD);
  return {
    pbx,
    url,
    peer,
    [Symbol.asyncDispose]: async () => {
      peer.close();
      await pbx.close();
    },
  };
}

/** Long names of the generated users. */
export function userNames(pbx: MockPbx): string[] {
  return pbx.state.ofType('').map((user) => {
    if (typeof user['cn'] !== 'string') throw new Error('a user without a long name');
    return user['cn'];
  });
}

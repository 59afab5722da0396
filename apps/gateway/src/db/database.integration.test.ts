import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  gatewayDatabase,
  type GatewayDatabase,
  testSecretBox,
} from '../../test/factories/index';
import { loadTargets } from '../capabilities/pbxs/targets';
import { pbxs } from './schema/index';

let base: GatewayDatabase;
beforeAll(async () => {
  base = await gatewayDatabase();
});
afterAll(() => base.close());

describe('createDatabase', () => {
  it('shows each scope its own rows', async () => {
    const tree = await createTree(base.db);
    const secrets = await testSecretBox(base.db);
    const pbx = await createPbx(base.db, tree.alphaOne, { secrets, password: 'p' });
    const see = (path: string) => base.db.inScope({ path }, (tx) => tx.select().from(pbxs));
    expect(await see(tree.alpha.path)).toHaveLength(1);
    expect(await see(tree.beta.path)).toHaveLength(0);
    const target = (await loadTargets(base.db, secrets)).find(({ pbxId }) => pbxId === pbx.id);
    expect(await target?.password()).toBe('p');
  });
});

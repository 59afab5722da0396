import { childKinds, type OrganisationKind } from '@switchroom/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createMember,
  createOrganisation,
  type GatewayDatabase,
  gatewayDatabase,
  type TestOrganisation,
} from '../../../test/factories/index';
import { organisationsRoom } from './testing/organisations-room';

let base: GatewayDatabase;
beforeAll(async () => {
  base = await gatewayDatabase();
});
afterAll(() => base.close());

/** What the tree should be: the parent of each organisation, by its place in the list of all. */
interface Model {
  parents: (number | undefined)[];
  kinds: OrganisationKind[];
}

const isBelow = ({ parents }: Model, one: number, other: number): boolean => {
  for (let at: number | undefined = one; at !== undefined; at = parents[at]) if (at === other) return true;
  return false;
};

const mayMove = (model: Model, what: number, where: number): boolean => {
  const [kind, target] = [model.kinds[what], model.kinds[where]];
  return (
    kind !== undefined &&
    target !== undefined &&
    model.parents[what] !== undefined &&
    model.parents[what] !== where &&
    !isBelow(model, where, what) &&
    childKinds(target).includes(kind)
  );
};

const grown = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 4, maxLength: 14 });
const moves = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 });

it('keeps every path that of the parent, through any moves in any tree, and refuses exactly what cannot be', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(grown, moves, async (growth, wanted) => {
      run += 1;
      const top = await createOrganisation(base.db, { kind: 'provider', name: `Provider ${run}` });
      const person = organisationsRoom(base).as(await createMember(base.db, top));
      const model: Model = { parents: [undefined], kinds: ['provider'] };
      const made: TestOrganisation[] = [top];
      for (const [parentPick, kindPick] of growth) {
        const at = parentPick % made.length;
        const parent = made[at];
        const kinds = childKinds(parent?.kind ?? 'provider');
        const kind = kinds[kindPick % kinds.length] ?? 'customer';
        made.push(
          await createOrganisation(base.db, { kind, name: `Organisation ${made.length}`, ...(parent && { parent }) }),
        );
        model.parents.push(at);
        model.kinds.push(kind);
      }
      for (const [whatPick, wherePick] of wanted) {
        const [what, where] = [whatPick % made.length, wherePick % made.length];
        const [moved, target] = [made[what]?.id ?? '', made[where]?.id ?? ''];
        if (mayMove(model, what, where)) {
          const { digest } = await person.previewMove(moved, target);
          await person.move(moved, target, digest);
          model.parents[what] = where;
        } else {
          await expect(person.previewMove(moved, target)).rejects.toMatchObject({ code: 'invalid-input' });
        }
      }
      const pathIn = (index: number): string => {
        const parent = model.parents[index];
        return `${parent === undefined ? '/' : pathIn(parent)}${made[index]?.id}/`;
      };
      const rows = await base.sql<{ id: string; path: string }>(
        'SELECT id, path FROM organisations WHERE starts_with(path, $1)',
        [top.path],
      );
      expect(new Map(rows.map(({ id, path }) => [id, path]))).toEqual(
        new Map(made.map(({ id }, index) => [id, pathIn(index)])),
      );
    }),
    { numRuns: 15 },
  );
}, 60_000);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MockPbx } from '../src/index';

interface Model {
  readonly templates: readonly {
    readonly parents: readonly number[];
    readonly apps: readonly string[];
    readonly uclic?: boolean;
  }[];
  readonly user: { readonly config: number; readonly apps: readonly string[]; readonly uclic?: boolean };
}

const app = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const part = { apps: fc.uniqueArray(app, { maxLength: 3 }), uclic: fc.option(fc.boolean(), { nil: undefined }) };
const models: fc.Arbitrary<Model> = fc.record({
  // Parents may point anywhere, itself and round in circles included.
  templates: fc.array(fc.record({ parents: fc.array(fc.nat({ max: 8 }), { maxLength: 3 }), ...part }), {
    minLength: 1,
    maxLength: 8,
  }),
  user: fc.record({ config: fc.nat({ max: 8 }), ...part }),
});

/** An independent reading of the rule: template, then its parents in depth-first order, five templates at most, no repeats. */
function naive(model: Model): { apps: Set<string>; uclic: boolean | undefined } {
  const order: number[] = [];
  const stack = [model.user.config];
  while (stack.length > 0 && order.length < 5) {
    const next = stack.shift();
    if (next === undefined || order.includes(next)) continue;
    const template = model.templates[next];
    if (!template) continue;
    order.push(next);
    stack.unshift(...template.parents);
  }
  const apps = new Set(model.user.apps);
  let uclic = model.user.uclic;
  for (const index of order) {
    const template = model.templates[index];
    for (const name of template?.apps ?? []) apps.add(name);
    uclic = uclic ?? template?.uclic;
  }
  return { apps, uclic };
}

function build(model: Model): MockPbx {
  const pbx = new MockPbx({ name: 'm', domain: 'd', catalogue: false, journal: false });
  model.templates.forEach((template, index) => {
    pbx.admin.createObject({
      cn: `T${index}`,
      config: template.parents.map((parent) => `T${parent}`),
      apps: template.apps.join(','),
      uclic: template.uclic,
      pseudo: { type: 'config' },
    });
  });
  const { config, apps, uclic } = model.user;
  pbx.admin.createUser({ cn: 'U', config: `T${config}`, apps: apps.join(','), uclic });
  return pbx;
}

describe('template resolution', () => {
  it('agrees with an independent resolver for any graph of templates', () => {
    fc.assert(
      fc.property(models, (model) => {
        const pbx = build(model);
        const expected = naive(model);
        expect(new Set(pbx.state.appsOf('U'))).toEqual(expected.apps);
        expect(pbx.state.effective('U')?.['uclic']).toBe(expected.uclic);
      }),
      { numRuns: 300 },
    );
  });

  it('a chain of single names reaches the template and four parents, not the fifth', () => {
    const pbx = new MockPbx({ name: 'm', domain: 'd', catalogue: false });
    for (let level = 0; level < 7; level += 1) {
      pbx.admin.createObject({
        cn: `L${level}`,
        config: `L${level + 1}`,
        apps: `app${level}`,
        pseudo: { type: 'config' },
      });
    }
    pbx.admin.createUser({ cn: 'U', config: 'L0' });
    expect(pbx.state.appsOf('U')).toEqual(['app0', 'app1', 'app2', 'app3', 'app4']);
    expect(pbx.state.appsOf('L0')).toEqual(['app0', 'app1', 'app2', 'app3', 'app4']);
  });

  it('assigning an app to a template gives it to every user below', () => {
    const pbx = new MockPbx({ name: 'm', domain: 'd', users: 50 });
    pbx.admin.assignApp('Config All', 'fax');
    const users = pbx.state.ofType('').map((user) => user.guid);
    expect(users).toHaveLength(50);
    for (const guid of users) expect(pbx.state.appsOf(guid)).toContain('fax');
    pbx.admin.unassignApp('Config All', 'fax');
    expect(users.filter((guid) => pbx.state.appsOf(guid).includes('fax')).length).toBeLessThan(50);
  });
});

import type { OperationState, OperationView, PlanState } from '@switchroom/contracts';
import { describe, expect, it } from 'vitest';
import { diffEntries, objectCount, planActions } from './diff-entries';

const words = { field: (name: string) => `<${name}>`, value: (value: string | undefined) => value && `"${value}"` };

function operation(state: OperationState, more: Partial<OperationView> = {}): OperationView {
  return {
    id: '1',
    position: 0,
    action: 'update',
    objectKind: 'app',
    objectGuid: 'a',
    objectName: 'fax',
    state,
    changes: [],
    conflicts: [],
    reason: undefined,
    unverifiable: [],
    startedAt: undefined,
    settledAt: undefined,
    ...more,
  };
}

describe('diffEntries', () => {
  it('translates fields and values, keeps the own word of the PBX, and never shows a secret', () => {
    expect(
      diffEntries(
        [
          { kind: 'value', field: 'url', wire: 'pseudo.app.url', from: undefined, to: 'http://x/y' },
          { kind: 'set', field: 'apps', wire: 'apps', added: ['fax'], removed: [] },
          { kind: 'secret', field: 'password', wire: 'pwd' },
        ],
        words,
      ),
    ).toEqual([
      {
        id: 'url',
        field: '<url>',
        nativeName: 'pseudo.app.url',
        kind: 'value',
        before: undefined,
        after: '"http://x/y"',
      },
      { id: 'apps', field: '<apps>', nativeName: 'apps', kind: 'set', added: ['fax'], removed: [] },
      { id: 'password', field: '<password>', nativeName: 'pwd', kind: 'secret' },
    ]);
  });
});

describe('objectCount', () => {
  it('counts an object once that two operations touch', () => {
    expect(objectCount([operation('pending'), operation('pending'), operation('pending', { objectGuid: 'b' })])).toBe(
      2,
    );
  });
});

describe('planActions', () => {
  it.each<[PlanState, OperationState[], string[]]>([
    ['open', ['pending'], ['confirm', 'discard']],
    ['queued', ['pending'], ['discard']],
    ['queued', ['verified', 'pending'], ['stop']],
    ['running', ['unknown', 'pending'], ['stop']],
    ['running', ['applying'], []],
    ['stopped', ['failed', 'skipped'], ['retry']],
    ['stopped', ['unknown', 'skipped'], []],
    ['verified', ['verified'], []],
    ['discarded', ['pending'], []],
  ])('%s with %j offers %j', (state, states, offered) => {
    const actions = planActions({ state, operations: states.map((one) => operation(one)) });
    expect(Object.entries(actions).flatMap(([name, on]) => (on ? [name] : []))).toEqual(offered);
  });
});

import { passwordAlphabet } from '@switchroom/contracts';
import { describe, expect, it } from 'vitest';
import { OwnWrites } from './own-writes';
import { makePassword } from './password';
import { countUsersAffected, withDescendants } from './users-affected';

describe('users affected', () => {
  const templates = [
    { name: 'All', parents: [] },
    { name: 'User', parents: ['All'] },
    { name: 'Agent', parents: ['User'] },
    { name: 'Guest', parents: [] },
  ];
  const usersByTemplate = { All: 1, User: 10, Agent: 5, Guest: 100 };

  it('are those of the templates and of everything that inherits from them', () => {
    expect([...withDescendants(['User'], templates)]).toEqual(['User', 'Agent']);
    const count = (changedTemplates: string[]) =>
      countUsersAffected({ changedTemplates, directUsers: [], templates, usersByTemplate });
    expect(count(['All'])).toBe(16);
    expect(count(['User', 'Agent'])).toBe(15);
    expect(count([])).toBe(0);
  });

  it('are not counted twice, and are unknown where nobody told us', () => {
    const directUsers = [{ template: 'Agent' }, { template: 'Guest' }, { template: undefined }];
    expect(countUsersAffected({ changedTemplates: ['User'], directUsers, templates, usersByTemplate })).toBe(17);
    expect(
      countUsersAffected({ changedTemplates: ['User'], directUsers, templates, usersByTemplate: undefined }),
    ).toBeUndefined();
  });

  it('end where templates inherit in a circle', () => {
    const circle = [
      { name: 'A', parents: ['B'] },
      { name: 'B', parents: ['A'] },
    ];
    expect([...withDescendants(['A'], circle)].sort()).toEqual(['A', 'B']);
  });
});

describe('passwords', () => {
  it('have 15 characters of those a PBX accepts, and differ', () => {
    const made = Array.from({ length: 200 }, makePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) {
      expect(password).toHaveLength(15);
      expect(password.split('').filter((character) => !passwordAlphabet.includes(character))).toEqual([]);
    }
  });
});

describe('own writes', () => {
  const write = {
    operationId: 'o',
    pbxId: 'p',
    guid: 'g',
    createdName: undefined,
    values: { displayName: 'X', apps: ['a'] },
    deletes: false,
  };

  it('explain just their own values of their own object, until their outcome is recorded', () => {
    const writes = new OwnWrites();
    writes.add(write);
    expect(writes.explainsField('p', 'g', 'displayName', 'X')).toBe(true);
    expect(writes.explainsField('p', 'g', 'apps', ['a'])).toBe(true);
    expect(writes.explainsField('p', 'g', 'displayName', 'Y')).toBe(false);
    expect(writes.explainsField('p', 'h', 'displayName', 'X')).toBe(false);
    expect(writes.explainsField('q', 'g', 'displayName', 'X')).toBe(false);
    expect(writes.explainsDeletion('p', 'g')).toBe(false);
    writes.remove('p', 'o');
    expect(writes.explainsField('p', 'g', 'displayName', 'X')).toBe(false);
  });

  it('explain the object they create and the one they delete', () => {
    const writes = new OwnWrites();
    writes.add({ ...write, guid: undefined, createdName: 'notes' });
    writes.add({ ...write, operationId: 'd', deletes: true });
    expect(writes.explainsCreation('p', 'notes')).toBe(true);
    expect(writes.explainsCreation('p', '')).toBe(false);
    expect(writes.explainsDeletion('p', 'g')).toBe(true);
  });
});

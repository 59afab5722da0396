import { describe, expect, it } from 'vitest';
import { Door } from './door';

describe('Door', () => {
  it('bounds who stands there, in all and per address, and forgets who left', () => {
    const door = new Door({ perAddress: 2, total: 3 });
    const a1 = door.enter('a');
    door.enter('a');
    expect(door.enter('a')).toBeUndefined();
    expect(door.enter('b')).toBeTypeOf('function');
    expect(door.enter('c')).toBeUndefined();
    a1?.();
    a1?.();
    expect(door.total).toBe(2);
    expect(door.enter('a')).toBeTypeOf('function');
    expect(door.total).toBe(3);
  });
});

import { encodeFrame, UpdateObject } from '@switchroom/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFields, readableFields } from './diff';
import { canonicalSet, type Fields, readFields, sameValue, specsOf, type WireObject } from './fields';
import { createMessage, mergedNames, updateMessage } from './wire';

const live: WireObject = {
  guid: 'g',
  h323: 'notes',
  cn: 'Notes',
  apps: 'b,a',
  pseudo: {
    type: 'app',
    other: 1,
    app: { url: 'http://a/b/c', websocket: true, future: 'kept' },
  } as WireObject['pseudo'],
};

describe('updateMessage', () => {
  it('sends nothing but what changes', () => {
    const desired = { ...readFields('app', live), displayName: 'X' };
    expect(updateMessage('app', live, desired, ['displayName'], undefined)).toEqual({
      guid: 'g',
      template: 'without',
      dn: 'X',
    });
  });

  it('sends the app element whole, with attributes that we do not know', () => {
    const desired = { ...readFields('app', live), rcc: true };
    expect(updateMessage('app', live, desired, ['rcc'], undefined).pseudo).toEqual({
      type: 'app',
      other: 1,
      app: { url: 'http://a/b/c', websocket: true, future: 'kept', rcc: true },
    });
  });

  it('reads the element of a PBX that delivers XML', () => {
    const old = { ...live, pseudo: '<pseudo type="app"><app url="http://a/b/c" websocket="true" x="&amp;"/></pseudo>' };
    const desired = { ...readFields('app', old), rcc: true };
    expect(desired).toMatchObject({ url: 'http://a/b/c', websocket: true });
    expect(updateMessage('app', old, desired, ['rcc'], undefined).pseudo).toEqual({
      type: 'app',
      app: { url: 'http://a/b/c', websocket: true, x: '&', rcc: true },
    });
  });

  it('keeps the order of the names that stay', () => {
    expect(mergedNames('b, a,c', ['a', 'b', 'z'])).toEqual(['b', 'a', 'z']);
    const desired = { ...readFields('template', live), apps: canonicalSet('a,z') };
    expect(updateMessage('template', live, desired, ['apps'], undefined)).toEqual({
      guid: 'g',
      template: 'without',
      apps: 'a,z',
    });
  });

  it('applied to the object gives what was wanted, for any change, and can be encoded', () => {
    const text = fc.constantFrom('', 'one', 'two');
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')).map((list) => canonicalSet(list));
    const fields: fc.Arbitrary<Fields> = fc.record(
      Object.fromEntries(
        specsOf('app').map((spec) => [
          spec.field,
          spec.type === 'flag' ? fc.boolean() : spec.type === 'set' ? names : text,
        ]),
      ),
    );
    fc.assert(
      fc.property(fields, (desired) => {
        const changes = diffFields('app', readFields('app', live), desired);
        const message = updateMessage('app', live, desired, readableFields(changes), undefined);
        expect(() => encodeFrame(UpdateObject, message)).not.toThrow();
        const after = readFields('app', { ...live, ...message } as WireObject);
        expect(specsOf('app').filter(({ field }) => !sameValue(after[field], desired[field]))).toEqual([]);
      }),
    );
  });
});

describe('createMessage', () => {
  it('has the shape in which the PBX Manager plugins create an App object', () => {
    const desired = { ...readFields('app', live), hideFromDirectory: true, apps: [] };
    expect(createMessage(desired, 'secret')).toMatchObject({
      h323: 'notes',
      cn: 'Notes',
      hide: true,
      pwd: 'secret',
      pseudo: { type: 'app', app: { url: 'http://a/b/c', websocket: true, admin: false } },
    });
    expect(createMessage(desired, 'secret')).not.toHaveProperty('guid');
    expect(createMessage(desired, 'secret')).not.toHaveProperty('apps');
  });
});

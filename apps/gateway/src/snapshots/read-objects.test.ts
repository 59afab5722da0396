import { AppError } from '@switchroom/contracts';
import { GetAppObjects, GetObject } from '@switchroom/protocol';
import { describe, expect, it } from 'vitest';
import type { FleetReader } from '../fleet/port';
import { recordingLogger } from '../link/testing/fakes';
import { readAllObjects } from './read-objects';

/** A PBX with 50 App objects, each of which is answered by `getObject`. */
function pbxWith(getObject: (guid: string) => Promise<unknown>) {
  const asked: string[] = [];
  const read = ((_pbxId: string, request: unknown, fields: { guid?: string }) => {
    if (request === GetAppObjects) {
      return Promise.resolve({ objects: Array.from({ length: 50 }, (_, index) => ({ guid: `g${index}` })) });
    }
    if (request !== GetObject) return Promise.resolve({ objects: [] });
    asked.push(fields.guid ?? '');
    return getObject(fields.guid ?? '');
  }) as unknown as FleetReader['read'];
  const { signal } = new AbortController();
  const all = () => readAllObjects({ fleet: { read }, logger: recordingLogger() }, 'p', { concurrency: 4, signal });
  return { asked, all };
}

describe('reading all objects', () => {
  it('gives up on a PBX that lists its objects and answers for none of them', async () => {
    const { asked, all } = pbxWith(() => Promise.reject(new AppError('pbx-timeout')));
    await expect(all()).rejects.toMatchObject({ code: 'pbx-timeout' });
    expect(asked.length).toBeLessThan(16);
  });

  it('keeps what can be read when some objects are refused or time out', async () => {
    const { asked, all } = pbxWith((guid) => {
      if (guid === 'g3') return Promise.reject(new AppError('pbx-timeout'));
      if (Number(guid.slice(1)) >= 20) return Promise.reject(new AppError('pbx-refused'));
      return Promise.resolve({ guid, h323: guid, pseudo: { type: 'app', app: {} } });
    });
    const { objects, unread } = await all();
    expect(objects).toHaveLength(19);
    expect(unread).toHaveLength(31);
    expect(asked).toHaveLength(50);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCdrIntake } from '@switchroom/contracts';
import { cdr } from '../src/call-history/testing/cdrs';
import { createPbx, createTree, startTestApp, tenantOf, type TestApp } from './factories/index';

/** The way of a record through the whole gateway, as a PBX sends it. */
let gateway: TestApp;
let made: CreatedCdrIntake;
beforeAll(async () => {
  gateway = await startTestApp({ config: { gatewayUrl: 'http://127.0.0.1:3001' } });
  const tree = await createTree(gateway.base.db);
  const pbx = await createPbx(gateway.base.db, tree.alphaOne);
  made = await gateway.app.services.cdrIntakes.create(tenantOf(tree.alphaOne), pbx.id);
});
afterAll(() => gateway.stop());

const authorization = () => `Basic ${Buffer.from(`${made.intake.userName}:${made.password}`).toString('base64')}`;
const utc = () => Math.floor(Date.now() / 1000) - 60;
const stored = async () => (await gateway.base.sql('select 1 from call_records')).length;

describe('the gateway', () => {
  it.each([['text/xml'], ['application/xml; charset=utf-8'], ['application/x-www-form-urlencoded'], [undefined]])(
    'takes a record sent as %s from anywhere',
    async (type) => {
      const before = await stored();
      const answer = await fetch(`${gateway.url}${made.instructions.path}`, {
        method: 'POST',
        body: Buffer.from(cdr({ utc: utc() })),
        headers: { authorization: authorization(), ...(type === undefined ? {} : { 'content-type': type }) },
      });
      await answer.arrayBuffer();
      expect([answer.status, await stored()]).toEqual([200, before + 1]);
    },
  );

  it('takes the second try on the connection of the first, as a PBX makes it', async () => {
    const before = await stored();
    const body = cdr({ utc: utc() });
    const request = (more: string) =>
      `POST ${made.instructions.path} HTTP/1.1\r\nHost: gateway.test\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.setEncoding('utf8');
    let text = '';
    const answers = async (count: number) => {
      while (text.split('HTTP/1.1 ').length <= count) text += String((await once(socket, 'data'))[0]);
      return text
        .split('HTTP/1.1 ')
        .slice(1)
        .map((one) => one.slice(0, 3));
    };
    socket.write(request(''));
    expect(await answers(1)).toEqual(['401']);
    socket.write(request(`Authorization: ${authorization()}\r\n`));
    expect(await answers(2)).toEqual(['401', '200']);
    socket.destroy();
    expect(await stored()).toBe(before + 1);
  });

  it('leaves other deliveries below /app/ to the app service', async () => {
    const answer = await fetch(`${gateway.url}/app/example.test/1/app`, { method: 'POST', body: 'x' });
    await answer.arrayBuffer();
    // The empty rooms of this test answer 200 to whatever reaches them.
    expect(answer.status).toBe(200);
  });
});

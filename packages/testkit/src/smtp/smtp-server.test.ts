import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { CertificateAuthority } from '../tls/index';
import { TestSmtpServer } from './smtp-server';

/** Speaks SMTP line by line; each step is a command and the code it must be answered with. */
async function converse(socket: Socket, steps: [string, number][], greeting = true): Promise<string[]> {
  const answers: string[] = [];
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const answer = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) return 'closed';
      if (/^\d{3} /.test(value)) return value;
    }
  };
  if (greeting) await answer();
  for (const [command, code] of steps) {
    socket.write(`${command}\r\n`);
    const text = await answer();
    expect(`${command} -> ${text}`).toMatch(code === 0 ? /-> closed$/ : new RegExp(` -> ${code} `));
    answers.push(text);
  }
  return answers;
}

const message = [
  'From: "Häuser" <from@example.test>',
  'To: Ann <ann@example.test>',
  'Message-ID: <one@example.test>',
  'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Go to https://portal.example.test/invitation?token=abc now',
  '.',
].join('\r\n');
const letter: [string, number][] = [
  ['EHLO me', 250],
  ['MAIL FROM:<from@example.test>', 250],
  ['RCPT TO:<ann@example.test>', 250],
  ['DATA', 354],
];

describe('TestSmtpServer', () => {
  it('takes a mail apart and hands it to who waits', async () => {
    await using server = await TestSmtpServer.start();
    const waiting = server.waitFor('ann@example.test', ({ subject }) => subject === 'Grüße');
    await converse(connect(server.port, '127.0.0.1'), [...letter, [message, 250], ['QUIT', 221]]);
    expect(await waiting).toMatchObject({
      messageId: '<one@example.test>',
      from: { name: 'Häuser', address: 'from@example.test' },
      to: [{ name: 'Ann', address: 'ann@example.test' }],
      links: ['https://portal.example.test/invitation?token=abc'],
      secure: false,
      user: undefined,
    });
    await expect(server.waitFor('bob@example.test', undefined, 20)).rejects.toThrow('a mail for bob@example.test');
  });

  it('takes mail over TLS from who signs in', async () => {
    const ca = await CertificateAuthority.create();
    const credentials = { user: 'me', password: 'p@ss' };
    await using server = await TestSmtpServer.start({ tls: await ca.issue(), implicitTls: true, credentials });
    expect(server.url).toBe(`smtps://me:p%40ss@localhost:${server.port}`);
    const plain = (password: string) => Buffer.from(`\0me\0${password}`).toString('base64');
    const open = async () => {
      const socket = connectTls({ host: '127.0.0.1', port: server.port, servername: 'localhost', ca: ca.cert });
      await once(socket, 'secureConnect');
      return socket;
    };
    await converse(await open(), [
      ['EHLO me', 250],
      ['MAIL FROM:<a@b.test>', 530],
      [`AUTH PLAIN ${plain('no')}`, 535],
    ]);
    const [hello, ...rest] = letter;
    if (hello === undefined) throw new Error('no greeting');
    await converse(await open(), [hello, [`AUTH PLAIN ${plain('p@ss')}`, 235], ...rest, [message, 250]]);
    expect(server.inbox).toMatchObject([{ secure: true, user: 'me' }]);
    expect(server.refusedSignIns).toBe(1);
  });

  it('refuses, drops and goes away as it is told', async () => {
    await using server = await TestSmtpServer.start();
    const open = () => connect(server.port, '127.0.0.1');
    server.fault = { kind: 'refuse-recipient', code: 550, text: 'nobody here' };
    await converse(open(), [...letter.slice(0, 2), ['RCPT TO:<ann@example.test>', 550]]);
    server.fault = { kind: 'refuse-message', code: 452, text: 'full' };
    await converse(open(), [...letter, [message, 452]]);
    server.fault = { kind: 'drop' };
    await converse(open(), [...letter, [message, 0]]);
    await server.waitForUnaccepted(2);
    expect(server.inbox).toEqual([]);

    const { port } = server;
    await server.goAway();
    await expect(once(open(), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    server.fault = undefined;
    await server.comeBack();
    expect(server.port).toBe(port);
    await converse(open(), [...letter, [message, 250]]);
    expect(server.inbox).toHaveLength(1);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createPlain } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSelfSigned } from '@switchroom/testkit/tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createAddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { opensslArguments, runOpenssl } from './run-openssl';

const guard = createAddressGuard('receiver', ['loopback'], (_host, done) =>
  done(null, [{ address: '127.0.0.1', family: 4 }]),
);
const open: { server: Server; sockets: Set<Socket> }[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ server, sockets });
  return (server.address() as AddressInfo).port;
}

/** A program in the place of openssl that shows what it was given. */
function stand(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchroom-openssl-'));
  folders.push(folder);
  const path = join(folder, 'openssl');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

describe('the command of the guide', () => {
  it.each([
    [['suite.example', 51_235, 'suite.example'], '-connect suite.example:51235 -servername suite.example'],
    [['10.0.0.5', 443, 'suite.example'], '-connect 10.0.0.5:443 -servername suite.example'],
    [['10.0.0.5', 443, '10.0.0.5'], '-connect 10.0.0.5:443 -noservername'],
    [['fd00::5', 443, 'fd00::5'], '-connect [fd00::5]:443 -noservername'],
  ] as const)('for %o is s_client -crlf %s', ([connect, port, host], expected) => {
    expect(opensslArguments(connect, port, host).join(' ')).toBe(`s_client -crlf ${expected}`);
  });

  it('is run here and shows what the server presents', async () => {
    const certificate = await createSelfSigned({ hosts: ['suite.example'] });
    const port = await listening(createTls({ cert: certificate.cert, key: certificate.key }));
    const found = await runOpenssl({ host: 'suite.example', port }, { guard });
    expect(found).toMatchObject({
      outcome: 'ran',
      exitCode: 0,
      command: `openssl s_client -crlf -connect suite.example:${port} -servername suite.example`,
      ran: `openssl s_client -crlf -connect 127.0.0.1:${port} -servername suite.example`,
    });
    expect(found.version).toMatch(/^(OpenSSL|LibreSSL) /);
    expect(found.output).toContain('CONNECTED(');
    expect(found.output).toMatch(/self[- ]signed certificate/);
    expect(found.output).toContain('Certificate chain');
  });

  it('is given to be run elsewhere where the program is missing', async () => {
    const found = await runOpenssl({ host: 'suite.example', port: 51_235 }, { guard, program: '/nowhere/openssl' });
    expect(found).toEqual({
      outcome: 'missing',
      command: 'openssl s_client -crlf -connect suite.example:51235 -servername suite.example',
      ran: undefined,
      output: '',
      exitCode: undefined,
      version: undefined,
    });
  });

  it('ends at the deadline and at the bound', async () => {
    const port = await listening(createPlain((socket) => socket.resume()));
    const at = { host: 'suite.example', port };
    expect(await runOpenssl(at, { guard, deadlineMs: 500 })).toMatchObject({ outcome: 'timeout' });
    const loud = stand('[ "$1" = version ] && echo v && exit; while :; do echo 0123456789; done');
    const long = await runOpenssl(at, { guard, program: loud, maxBytes: 1000 });
    expect([long.outcome, long.output.length]).toEqual(['too-long', 1000]);
  });

  it('gets arguments as they are, nothing to read and nothing of our environment', async () => {
    const shows = stand(
      '[ "$1" = version ] && echo v && exit; for each in "$@"; do echo "<$each>"; done; env; cat; printf "\\033[31m"',
    );
    const { output } = await runOpenssl({ host: 'suite.example', port: 1 }, { guard, program: shows });
    expect(output.split('\n').slice(0, 6)).toEqual([
      '<s_client>',
      '<-crlf>',
      '<-connect>',
      '<127.0.0.1:1>',
      '<-servername>',
      '<suite.example>',
    ]);
    expect(output).not.toMatch(/^(HOME|NODE_ENV|DATABASE_URL|VITEST)=/m);
    // A control character of a terminal stays text.
    expect(output).toContain('·[31m');
  });

  it('is not run against a place that the installation does not connect to', async () => {
    const strict = createAddressGuard('receiver', [], (_host, done) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]),
    );
    for (const host of ['suite.example', '127.0.0.1']) {
      const shows = stand('echo it ran; exit 1');
      await expect(runOpenssl({ host, port: 1 }, { guard: strict, program: shows })).rejects.toThrow(
        ForbiddenAddressError,
      );
    }
    const lost = createAddressGuard('receiver', [], (_host, done) =>
      done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
    );
    await expect(runOpenssl({ host: 'suite.example', port: 1 }, { guard: lost })).rejects.toMatchObject({
      code: 'unreachable',
      params: { reason: 'ENOTFOUND' },
    });
  });
});

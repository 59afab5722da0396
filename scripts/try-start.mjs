// Starts Switchroom as the README says, waits until it says it is ready, opens its first page, stops it, and does all
// of that once more: the second start has to be the quick one and has to find its data.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';

for (const attempt of ['first', 'second']) {
  const start = performance.now();
  const child = spawn('npm', ['start'], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  /** @type {string | undefined} */
  let url;
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`${line}\n`);
    url = /^Switchroom is ready: (\S+)$/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  if (url === undefined) {
    process.stderr.write(`The ${attempt} start ended (${await exited}) without being ready.\n`);
    process.exit(1);
  }
  const response = await fetch(url);
  process.stdout.write(
    `${attempt} start: ready after ${Math.round((performance.now() - start) / 1000)} s, GET / answers ${response.status}\n`,
  );
  child.stdout.resume();
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  const how = await exited;
  process.stdout.write(`${attempt} stop: ${how}\n`);
  if (!response.ok) process.exit(1);
}

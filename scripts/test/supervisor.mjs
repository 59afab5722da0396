// A small `npm start`: a web server as the service, in a process that the test stops, kills, or lets fail.
import process from 'node:process';
import { Services } from '../lib/services.mjs';
import { installSignalHandlers, onShutdown, stopEverything } from '../lib/shutdown.mjs';

installSignalHandlers();
const [port = '0', mode = 'serve'] = process.argv.slice(2);
const services = new Services();
onShutdown('the first', async () => void process.stdout.write('stopped the first\n'));
const script = `
  process.on('SIGTERM', () => { console.log('draining'); setTimeout(() => process.exit(0), 50); });
  console.log('a line in the log');
  if ('${mode}' === 'deaf') setInterval(() => {}, 1000);
  else require('node:http').createServer((q, s) => { s.end('ok'); if (q.url === '/die') setTimeout(() => process.exit(7), 20); }).listen(${port}, '127.0.0.1');`;
const child = services.start({ name: 'web', command: process.execPath, args: ['-e', script], graceMs: 5000 });
onShutdown('the last', async () => void process.stdout.write('stopped the last\n'));
try {
  await services.untilAnswers('The service', `http://127.0.0.1:${port}/`, mode === 'deaf' ? 300 : 20_000);
  process.stdout.write(`ready ${child.pid}\n`);
  await services.ended;
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
await stopEverything();
process.stdout.write('the end\n');
